package org.qkdn.netconf.data;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reading of XML files: nothing external is resolved, nothing is printed. */
final class XmlFiles {
    private XmlFiles() {}

    static Element read(Path file) throws IOException, SAXException {
        try {
            final var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            factory.setIgnoringComments(true);
            factory.setCoalescing(true);
            final var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw located(e);
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw located(e);
        }

        private static SAXException located(SAXParseException e) {
            return new SAXException("line " + e.getLineNumber() + ": " + e.getMessage(), e);
        }
    }
}
