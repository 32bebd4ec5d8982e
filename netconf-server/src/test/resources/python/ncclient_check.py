"""What a foreign client, ncclient, sees of the test server. Exits 0, or says what is wrong.

Usage: ncclient_check.py PORT KEY_FILE EXPORT_FOLDER
"""

import pathlib
import sys
import threading
import time

from lxml import etree
from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele

NS = {"n": "urn:test:node", "nc": "urn:ietf:params:xml:ns:netconf:base:1.0"}
PORT, KEY, EXPORT = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])


def connect():
    return manager.connect(host="127.0.0.1", port=PORT, username="operator", key_filename=KEY,
                           hostkey_verify=False, look_for_keys=False, allow_agent=False, timeout=20)


def node(content):
    return ('<nc:config xmlns:nc="%s"><node xmlns="urn:test:node" xmlns:t="urn:test:types">%s</node></nc:config>'
            % (NS["nc"], content))


def refused(tag, action):
    try:
        action()
    except RPCError as error:
        assert error.tag == tag, "%s instead of %s: %s" % (error.tag, tag, error)
        return error
    raise AssertionError("not refused: " + tag)


def texts(reply, path):
    return [element.text for element in reply.data_ele.xpath(path, namespaces=NS)]


with connect() as m, connect() as other:
    for capability in (":candidate", ":confirmed-commit", ":writable-running", ":xpath", ":validate", ":rollback-on-error", ":notification"):
        assert capability in m.server_capabilities, capability
    assert any(c.startswith("urn:test:node?module=test-node") for c in m.server_capabilities)

    # edit running, then read it back in each way
    m.edit_config(node('<id>n1</id><links><link><id>a</id><kind>t:ALPHA</kind><loss>1.25</loss><tag>x</tag></link>'
                       '<link><id>b</id><kind>t:BETA-TWO</kind><beta-rate>7</beta-rate></link></links>'),
                  target="running")
    everything = m.get()
    assert texts(everything, "//n:status") == ["well"]
    config = m.get_config("running")
    assert texts(config, "//n:status") == [] and texts(config, "//n:link[n:id='a']/n:loss") == ["1.25"]
    some = m.get_config("running", filter=("subtree", '<node xmlns="urn:test:node"><links><link><id>b</id></link>'
                                                      '</links></node>'))
    assert texts(some, "//n:link/n:id") == ["b"] and texts(some, "//n:beta-rate") == ["7"]
    some = m.get(filter=("xpath", ({"n": "urn:test:node"}, "/n:node/n:links/n:link[n:id='a']/n:tag")))
    assert texts(some, "//n:link/*") == ["a", "x"], texts(some, "//n:link/*")

    # candidate: lock, edit, validate, discard, edit, commit
    with m.locked("candidate"):
        error = refused("lock-denied", lambda: other.lock("candidate"))
        assert m.session_id in error.info, error.info
        refused("in-use", lambda: other.edit_config(node("<location>x</location>"), target="candidate"))
        m.edit_config(node("<location>nowhere</location>"), target="candidate")
        m.validate("candidate")
        m.discard_changes()
        m.edit_config(node("<location>lab</location>"), target="candidate")
        assert texts(m.get_config("running"), "//n:location") == []
        m.commit()
    assert texts(other.get_config("running"), "//n:location") == ["lab"]

    # a commit that has to be confirmed: not in time, cancelled, then confirmed from another session
    def propose(location, **terms):
        m.edit_config(node("<location>%s</location>" % location), target="candidate")
        m.commit(confirmed=True, **terms)
        assert texts(other.get_config("running"), "//n:location") == [location]

    def runs(location):
        deadline = time.monotonic() + 20
        while texts(other.get_config("running"), "//n:location") != [location]:
            assert time.monotonic() < deadline, "not taken back"
            threading.Event().wait(0.05)

    propose("too late", timeout="1")
    runs("lab")
    propose("cancelled")
    m.cancel_commit()
    runs("lab")
    propose("confirmed", persist="token")
    refused("in-use", m.commit)
    other.commit(persist_id="token")
    runs("confirmed")
    refused("invalid-value", lambda: m.delete_config("running"))
    m.copy_config(target="running", source=to_ele('<source xmlns="%s">%s</source>' % (NS["nc"], node(
        '<id>n1</id><location>lab</location><links><link><id>a</id><kind>t:ALPHA</kind><loss>1.25</loss><tag>x</tag>'
        '</link></links>'))))
    runs("lab")

    # what must be refused
    refused("data-exists", lambda: m.edit_config(
        node('<links><link xmlns:nc="%s" nc:operation="create"><id>a</id></link></links>' % NS["nc"]), target="running"))
    refused("data-missing", lambda: m.edit_config(
        node('<links><link xmlns:nc="%s" nc:operation="delete"><id>z</id></link></links>' % NS["nc"]), target="running"))
    refused("unknown-element", lambda: m.edit_config(node("<colour/>"), target="running"))
    refused("invalid-value", lambda: m.edit_config(node("<limits><most-links>0</most-links></limits>"), target="running"))
    refused("invalid-value", lambda: m.edit_config(node("<status>ill</status>"), target="running"))
    refused("invalid-value", lambda: m.edit_config(
        node("<links><link><id>a</id><kind>t:RED</kind></link></links>"), target="running"))
    refused("operation-not-supported", lambda: m.dispatch(to_ele('<jump xmlns="urn:test:node"/>')))
    assert texts(m.get_config("running"), "//n:link[n:id='a']/n:loss") == ["1.25"]

    # schemas, for the linter that comes after
    names = [(s.findtext("{*}identifier"), s.findtext("{*}version")) for s in everything.data_ele.iter("{*}schema")
             if s.find("{*}format") is not None]
    assert ("test-node", "2026-01-01") in names
    for name, version in names:
        text = m.get_schema(name, version=version, format="yang").data
        assert ("module " + name) in text
        (EXPORT / ("%s@%s.yang" % (name, version))).write_text(text)

    # notifications
    other.create_subscription(stream_name="NETCONF",
                              filter=("subtree", '<link-down xmlns="urn:test:node"/>'))
    print("SUBSCRIBED", flush=True)
    heard = other.take_notification(block=True, timeout=20)
    assert heard is not None, "no notification"
    assert heard.notification_ele[0].tag.endswith("eventTime")
    assert heard.notification_ele.xpath("//n:link-down/n:id", namespaces=NS)[0].text == "a"

    victim = connect()
    m.kill_session(victim.session_id)
    deadline = time.monotonic() + 20
    while victim.connected and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert not victim.connected

    # the linter wants the top-level nodes without the <data> around them
    (EXPORT / "get.xml").write_bytes(b"\n".join(etree.tostring(child) for child in m.get().data_ele))

print("ALL GOOD", flush=True)
