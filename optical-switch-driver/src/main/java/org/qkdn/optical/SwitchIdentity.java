package org.qkdn.optical;

/** What a switch says of itself; empty where it says nothing. */
public record SwitchIdentity(String manufacturer, String model, String serialNumber, String softwareVersion) {}
