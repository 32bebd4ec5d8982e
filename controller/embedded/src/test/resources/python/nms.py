"""What a management system does at the controller, one scene per run. Exits 0, or says what is wrong.

Usage: nms.py PORT KEY_FILE SCENE
"""

import sys
import threading
import time

from ncclient import manager
from ncclient.operations import RPCError

BASE = "urn:ietf:params:xml:ns:netconf:base:1.0"
NS = {"ks": "urn:qkdn:yang:key-service", "nw": "urn:ietf:params:xml:ns:yang:ietf-network",
      "qt": "urn:qkdn:yang:topology"}
PORT, KEY, SCENE = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def services(content, attributes=""):
    return ('<nc:config xmlns:nc="%s"><key-services xmlns="%s" %s>%s</key-services></nc:config>'
            % (BASE, NS["ks"], attributes, content))


def service(name, source, destination, more=""):
    return ("<key-service><name>%s</name><source>%s</source><destination>%s</destination>%s</key-service>"
            % (name, source, destination, more))


def names(m, source="running"):
    found = m.get_config(source).data_ele.xpath("//ks:key-service/ks:name", namespaces=NS)
    return sorted(name.text for name in found)


def refused(words, action):
    try:
        action()
    except RPCError as error:
        assert error.tag == "invalid-value", error.tag
        assert words in error.message, error.message
        return
    raise AssertionError("not refused: " + words)


def sees_restconf_and_adds_one(m):
    assert names(m) == ["by-restconf"], names(m)
    m.edit_config(services(service("by-netconf", "c", "d")), target="running")
    assert names(m) == ["by-netconf", "by-restconf"], names(m)


def is_refused(m):
    for words, bad in (("name two different SAEs", service("loop", "a", "a")),
                       ("max-rate 1 bit/s is below min-rate 2",
                        service("s", "a", "b", "<min-rate>2</min-rate><max-rate>1</max-rate>")),
                       ("name other SAEs", service("s", "a", "b") + service("t", "b", "a"))):
        refused(words, lambda: m.edit_config(services(bad), target="running"))
        m.edit_config(services(bad), target="candidate")
        refused(words, lambda: m.validate("candidate"))
        refused(words, m.commit)
        m.discard_changes()
    assert names(m) == [], names(m)


def commits_a_candidate(m):
    with m.locked("candidate"):
        m.edit_config(services(service("by-candidate", "a", "b")), target="candidate")
        assert names(m) == [], names(m)
        m.commit()
    assert names(m) == ["by-candidate"], names(m)


def sees_the_topology(m):
    deadline = time.monotonic() + 30
    while not m.get().data_ele.xpath("//nw:network[nw:network-id='qkdn']//qt:qkd-network", namespaces=NS):
        assert time.monotonic() < deadline, "no topology"
        threading.Event().wait(0.1)


def deletes_everything(m):
    assert names(m) == ["last"], names(m)
    m.edit_config(services("", 'nc:operation="delete"'), target="running")
    assert len(m.get_config("running").data_ele) == 0


with manager.connect(host="127.0.0.1", port=PORT, username="nms", key_filename=KEY, hostkey_verify=False,
                     look_for_keys=False, allow_agent=False, timeout=30) as session:
    globals()[SCENE.replace("-", "_")](session)
