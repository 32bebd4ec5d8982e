/**
 * What the engine heard and what it made of it, as JSON: for scenarios that are its specification, and to replay what
 * happened in the field. The form is derived from the record types, so that a component added to a record needs no work
 * here. Rates are bit/s, losses thousandths of a decibel, QBER millionths: the names of the components say so.
 */
package org.qkdn.controller.recording;
