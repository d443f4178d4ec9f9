package io.trawl.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.xpath.XPathEvaluationResult;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Node;

/** Where on a page a component is read from. Immutable, thread-safe. */
sealed interface Finder {

    /** The places within an element, in document order. */
    List<Spot> find(Element scope);

    /** As the user wrote it. */
    String shown();

    /** The element itself, or what a CSS selector and maybe an attribute name. */
    record ByCss(
            String shown,
            @Nullable Evaluator selector,
            @Nullable String attribute) implements Finder {
        private static final Pattern PSEUDO = Pattern.compile("::(?:text\\s*(?:,|$)|attr\\(([\\w:-]+)\\))");
        private static final Pattern WITH_ATTRIBUTE = Pattern.compile("(.*)@([\\w:.-]+)\\s*", Pattern.DOTALL);

        /** @throws IllegalArgumentException where it is no selector */
        static ByCss of(String css) {
            check(css);
            Matcher m = WITH_ATTRIBUTE.matcher(css);
            boolean named = m.matches();
            String selector = (named ? m.group(1) : css).strip();
            try {
                return new ByCss(
                        css, selector.isEmpty() ? null : QueryParser.parse(selector), named ? m.group(2) : null);
            } catch (Selector.SelectorParseException | IllegalArgumentException e) {
                throw refused(css, e);
            }
        }

        /**
         * jsoup's own {@code ::text} selects nodes, and no elements.
         *
         * @throws IllegalArgumentException where another scraper's pseudo-element stands
         */
        static void check(String css) {
            if (PSEUDO.matcher(css).find()) {
                throw refused(css, null);
            }
        }

        /** Says what to write in place of what other scrapers have. */
        static IllegalArgumentException refused(String css, @Nullable Exception e) {
            Matcher other = PSEUDO.matcher(css);
            String why = !other.find()
                    ? String.valueOf(e == null ? "" : e.getMessage())
                    : other.group(1) == null
                            ? "there is no ::text: the text is what is read anyway, so leave it out"
                            : "there is no ::attr: write @" + other.group(1) + " in an annotation, as in "
                                    + css.substring(0, other.start()) + "@" + other.group(1)
                                    + ", and .attr(\"" + other.group(1) + "\") of what select(…) finds";
            return new IllegalArgumentException("not a CSS selector: " + css + " (" + why + ")", e);
        }

        @Override
        public List<Spot> find(Element scope) {
            List<Element> matches = selector == null ? List.of(scope) : scope.select(selector);
            return matches.stream()
                    .filter(e -> attribute == null || e.hasAttr(attribute))
                    .map(e -> new Spot(e, attribute, null))
                    .toList();
        }
    }

    /** What an XPath expression gives. */
    record ByXPath(String shown) implements Finder {

        /** @throws IllegalArgumentException where it is no XPath */
        static ByXPath of(String path) {
            try {
                XPathFactory.newDefaultInstance().newXPath().compile(path);
            } catch (XPathExpressionException e) {
                throw new IllegalArgumentException("not an XPath: " + path + " (" + reason(e) + ")", e);
            }
            return new ByXPath(path);
        }

        private static String reason(Throwable e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return String.valueOf(cause.getMessage());
        }

        @Override
        public List<Spot> find(Element scope) {
            var w3c = new W3CDom().namespaceAware(false);
            Node context = w3c.contextNode(w3c.fromJsoup(scope));
            try {
                // Neither a factory nor an expression may be used by two threads, and the default one is cheap to make.
                var result = XPathFactory.newDefaultInstance().newXPath().evaluateExpression(shown, context);
                return result.type() == XPathEvaluationResult.XPathResultType.NODESET
                        ? spots((XPathNodes) result.value(), w3c, scope)
                        : List.of(new Spot(scope, null, text(result.value())));
            } catch (XPathExpressionException e) {
                throw new Misfit("the XPath " + shown + " fails here: " + reason(e), "another expression");
            }
        }

        /** XPath writes whole numbers without a fraction. */
        private static String text(Object value) {
            return value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15
                    ? String.valueOf(d.longValue())
                    : String.valueOf(value);
        }

        private static List<Spot> spots(XPathNodes nodes, W3CDom w3c, Element scope) {
            var spots = new ArrayList<Spot>();
            for (Node node : nodes) {
                if (node instanceof Attr attribute) {
                    Element owner = source(attribute.getOwnerElement(), scope);
                    spots.add(new Spot(owner, attribute.getName(), null));
                } else if (node instanceof org.w3c.dom.Element) {
                    spots.add(new Spot(source(node, scope), null, null));
                } else {
                    spots.add(new Spot(source(node.getParentNode(), scope), null, node.getTextContent()));
                }
            }
            return spots;
        }

        /** jsoup's element that a node was made from. */
        private static Element source(@Nullable Node node, Element otherwise) {
            return node != null && node.getUserData(W3CDom.SourceProperty) instanceof Element e ? e : otherwise;
        }
    }
}
