"""Two SAEs of ETSI GS QKD 004 in the binary form: ca, then certificate, key and port of each; standard library only."""
import socket
import ssl
import struct
import sys
import threading
import uuid

VERSION = bytes((1, 0, 1))
OPEN_CONNECT, GET_KEY, CLOSE = 2, 4, 8


class Sae:
    def __init__(self, ca, certificate, key, port):
        context = ssl.create_default_context(cafile=ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")

    def call(self, service, payload):
        self.socket.sendall(VERSION + bytes((service,)) + struct.pack(">I", len(payload)) + payload)
        header = self.read(8)
        assert header[:3] == VERSION and header[3] == service + 1, header
        return self.read(struct.unpack(">I", header[4:])[0])

    def read(self, length):
        got = b""
        while len(got) < length:
            more = self.socket.recv(length - len(got))
            assert more, "the server closed the connection"
            got += more
        return got

    def open_connect(self, source, destination, stream=bytes(16)):
        qos = struct.pack(">7I256s", 32, 0, 0, 0, 0, 20000, 60, b"application/json")
        answer = self.call(OPEN_CONNECT, source + b"\0" + destination + b"\0" + qos + stream)
        assert len(answer) == 4 + 28 + 256 + 16, len(answer)
        return struct.unpack(">I", answer[:4])[0], answer[-16:]

    def get_key(self, stream, index):
        answer = self.call(GET_KEY, stream + struct.pack(">II", index, 1024) + bytes(1024))
        status, got, length = struct.unpack(">III", answer[:12])
        assert (status, got, length) == (0, index, 32), answer[:12]
        metadata = answer[12 + length + 4:]
        assert len(metadata) == struct.unpack(">I", answer[12 + length:16 + length])[0]
        assert b'"route_class":"direct"' in metadata, metadata
        return answer[12:12 + length]

    def close(self, stream):
        return struct.unpack(">I", self.call(CLOSE, stream))[0]


ca, cert_a, key_a, port_a, cert_b, key_b, port_b = sys.argv[1:]
alice = Sae(ca, cert_a, key_a, int(port_a))
bob = Sae(ca, cert_b, key_b, int(port_b))
stream = uuid.uuid4().bytes
first = []
opening = threading.Thread(target=lambda: first.append(alice.open_connect(b"sae-a", b"sae-b", stream)))
opening.start()
assert bob.open_connect(b"sae-a", b"sae-b", stream) == (0, stream)
opening.join()
assert first == [(0, stream)], first
ours = [alice.get_key(stream, index) for index in range(25)]
theirs = [bob.get_key(stream, index) for index in range(25)]
assert ours == theirs and len(set(ours)) == 25
assert alice.close(stream) == 0 and bob.close(stream) == 0
print("25 chunks, the same at both ends")
