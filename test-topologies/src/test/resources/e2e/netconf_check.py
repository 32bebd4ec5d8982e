"""What ncclient sees of one NETCONF server of a running network. Exits 0, or says what is wrong.

Usage: netconf_check.py HOST PORT USER KEY_FILE HOST_KEY_FINGERPRINT COMMAND...

  check EXPORT_FOLDER BAD_CONFIG   hello, get, get-config, get-schema, a refused edit, a subscription; exports for yanglint
  await NOTIFICATION               subscribes, says SUBSCRIBED, waits for a notification of that name, prints it
  edit CONFIG                      merges into running
  get-config                       prints running
"""

import base64
import hashlib
import pathlib
import sys

from lxml import etree
from ncclient import manager
from ncclient.operations import RPCError

HOST, PORT, USER, KEY, FINGERPRINT, COMMAND = sys.argv[1:7]
ARGUMENTS = sys.argv[7:]
BASE = "urn:ietf:params:netconf:"
# what the server tells of itself, not of the network
OWN = ("ietf-netconf-monitoring", "ietf-yang-library", "netmod:notification", "ietf-netconf-notifications",
       "ietf-restconf-monitoring", "ietf-subscribed-notifications")


def connect():
    session = manager.connect(host=HOST, port=int(PORT), username=USER, key_filename=KEY, hostkey_verify=False,
                              look_for_keys=False, allow_agent=False, timeout=60)
    shown = session._session.transport.get_remote_server_key().asbytes()
    digest = base64.b64encode(hashlib.sha256(shown).digest()).decode().rstrip("=")
    assert FINGERPRINT == "SHA256:" + digest, "another host key: SHA256:" + digest
    return session


def config(content):
    return '<nc:config xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">%s</nc:config>' % content


def canonical(reply):
    return etree.tostring(reply.data_ele, method="c14n")


def export(reply, file, kept=lambda namespace: True):
    """The linter wants the top-level nodes without the <data> around them."""
    nodes = [node for node in reply.data_ele if kept(etree.QName(node).namespace)]
    assert nodes, "nothing to export to " + str(file)
    file.write_bytes(b"\n".join(etree.tostring(node) for node in nodes))


def of_network(namespace):
    return not any(own in namespace for own in OWN)


def check(folder, bad):
    folder = pathlib.Path(folder)
    with connect() as session:
        capabilities = list(session.server_capabilities)
        for wanted in ("base:1.0", "base:1.1", "capability:notification:1.0"):
            assert BASE + wanted in capabilities, wanted + " is not in the hello: " + str(capabilities)
        assert ":candidate" in session.server_capabilities or ":writable-running" in session.server_capabilities

        everything = session.get()
        export(everything, folder / "get.xml")
        export(everything, folder / "data.xml", of_network)
        running = session.get_config("running")
        export(running, folder / "config.xml", of_network)

        schemas = [(schema.findtext("{*}identifier"), schema.findtext("{*}version"))
                   for schema in everything.data_ele.iter("{urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring}schema")]
        assert schemas, "no schemas listed"
        for name, version in schemas:
            text = session.get_schema(name, version=version or None, format="yang").data
            assert "module " + name in text, name
            (folder / (name + ("@" + version if version else "") + ".yang")).write_text(text)
        try:
            session.get_schema("no-such-module", format="yang")
            raise AssertionError("a schema that does not exist was handed out")
        except RPCError as error:
            assert error.type, error

        try:
            session.edit_config(config(bad), target="running", error_option="rollback-on-error")
            raise AssertionError("not refused: " + bad)
        except RPCError as error:
            assert error.severity == "error" and error.tag, error
            print("refused:", error.tag, error.message)
        assert canonical(session.get_config("running")) == canonical(running), "the refused edit changed something"

        with connect() as listener:
            listener.create_subscription()
            # still answers, or says properly that it does not while it notifies
            if BASE + "capability:interleave:1.0" in capabilities:
                listener.get_config("running")
    print("ALL GOOD")


def await_notification(name):
    with connect() as session:
        session.create_subscription()
        print("SUBSCRIBED", flush=True)
        while True:
            heard = session.take_notification(block=True, timeout=60)
            assert heard is not None, "no " + name
            body = [node for node in heard.notification_ele if etree.QName(node).localname != "eventTime"][0]
            if etree.QName(body).localname == name:
                print(etree.tostring(body).decode())
                return


def edit(content):
    with connect() as session:
        session.edit_config(config(content), target="running")


def get_config():
    with connect() as session:
        print(canonical(session.get_config("running")).decode())


{"check": check, "await": await_notification, "edit": edit, "get-config": get_config}[COMMAND](*ARGUMENTS)
