package io.trawl.mock;

import java.util.List;
import java.util.Locale;

/** A book of the shop: all of it follows from the seed and its number, which counts from 1. */
record Book(
        int id,
        String title,
        String author,
        int category,
        String isbn,
        int pence,
        int stock,
        int stars,
        int reviews,
        int pages,
        int year,
        String format,
        String publisher,
        String blurb) {

    /** The book that no page template should trust. */
    private static final int HOSTILE = 13;

    static final List<String> CATEGORIES = List.of(
            "Fiction",
            "Mystery",
            "History",
            "Travel",
            "Science",
            "Poetry",
            "Cooking",
            "Nature",
            "Biography",
            "Children",
            "Art",
            "Sea Stories");

    private static final List<String> ADJECTIVES = List.of(
            "Quiet",
            "Salt",
            "Last",
            "Hidden",
            "Northern",
            "Paper",
            "Glass",
            "Wandering",
            "Second",
            "Winter",
            "Amber",
            "Broken",
            "Patient",
            "Distant",
            "Crooked",
            "Silver",
            "Unwritten",
            "Early",
            "Narrow",
            "Borrowed");
    private static final List<String> NOUNS = List.of(
            "Harbour",
            "Orchard",
            "Lighthouse",
            "Map",
            "Garden",
            "Clockmaker",
            "River",
            "Letter",
            "Island",
            "Kitchen",
            "Archive",
            "Tide",
            "Bridge",
            "Sparrow",
            "Station",
            "Mountain",
            "Piano",
            "Cartographer",
            "Meadow",
            "Lantern",
            "Ferry",
            "Almanac",
            "Staircase",
            "Compass",
            "Beekeeper",
            "Window",
            "Voyage",
            "Winter",
            "Observatory",
            "Mill");
    private static final List<String> PLACES = List.of(
            "Lisbon",
            "the Fens",
            "Trieste",
            "Skye",
            "the Baltic",
            "Marseille",
            "Orkney",
            "the Dolomites",
            "Cork",
            "Tromsø",
            "the Vltava",
            "Galway",
            "Ghent",
            "the Black Forest",
            "Valparaíso",
            "Kyoto");
    private static final List<String> FIRST = List.of(
            "Ada", "Tomás", "Ingrid", "Samuel", "Mei", "Oskar", "Nadia", "Fergus", "Lucía", "Henrik", "Priya", "Jonas",
            "Clara", "Idris", "Solveig", "Mateo", "Ruth", "Yusuf", "Hanna", "Colm");
    private static final List<String> LAST = List.of(
            "Hartley",
            "Okafor",
            "Lindqvist",
            "Moreau",
            "Castellan",
            "Byrne",
            "Novak",
            "Whitcombe",
            "Tanaka",
            "Ferreira",
            "Eriksen",
            "Marlowe",
            "Petrov",
            "Llewellyn",
            "Adeyemi",
            "Van Dyck",
            "Rosario",
            "Kessler",
            "O'Dowd",
            "Ansari");
    private static final List<String> TRADES = List.of(
            "a retired surveyor",
            "a young bookbinder",
            "the ferryman's daughter",
            "a court interpreter",
            "a botanist without a garden",
            "two feuding sisters",
            "a piano tuner",
            "the new harbour master",
            "a cook on a weather ship",
            "an archivist");
    private static final List<String> FINDS = List.of(
            "a ledger with one page torn out",
            "a letter posted forty years ago",
            "a map that shows one island too many",
            "the plans of a house that was never built",
            "a photograph of a stranger",
            "a box of unsent postcards",
            "a clock that runs an hour ahead",
            "an unsigned recipe book");
    private static final List<String> ENDS = List.of(
            "What begins as a favour becomes the work of a year.",
            "Nobody in town will say whose it was.",
            "The answer lies further north than anyone expects.",
            "By spring, three families have changed their story.",
            "It is a book about patience, and about weather.",
            "The last chapter is best read twice.");
    private static final List<String> PUBLISHERS =
            List.of("Quayside Press", "Marram Books", "Blue Door", "Halyard & Sons", "Field Notes", "Northlight");
    private static final List<String> FORMATS =
            List.of("Hardback", "Paperback", "Paperback", "Paperback", "Large print");

    static Book of(long seed, int id) {
        var dice = new Dice(seed, "book", id);
        String author = dice.pick(FIRST) + " " + dice.pick(LAST);
        String title = title(dice);
        String blurb = title(dice, title);
        if (id == HOSTILE) {
            title = "<script>alert(1)</script> & <img src=x onerror=alert(2)>";
            author = "Robert'); DROP TABLE Books;--";
        }
        return new Book(
                id,
                title,
                author,
                id % CATEGORIES.size(),
                isbn(dice, id),
                dice.between(4, 39) * 100 + dice.pick(List.of(0, 20, 40, 49, 50, 75, 95, 99)),
                dice.chance(0.85) ? dice.between(1, 24) : 0,
                dice.between(1, 5),
                dice.between(0, 240),
                dice.between(9, 70) * 8,
                dice.between(1961, 2026),
                dice.pick(FORMATS),
                dice.pick(PUBLISHERS),
                blurb);
    }

    private static String title(Dice dice) {
        return switch (dice.between(0, 5)) {
            case 0 -> "Letters from " + dice.pick(PLACES);
            case 1 -> "The " + dice.pick(NOUNS) + " of " + dice.pick(PLACES);
            case 2 -> "A " + dice.pick(ADJECTIVES.subList(0, 10)) + " " + dice.pick(NOUNS);
            case 3 -> dice.pick(ADJECTIVES) + " " + dice.pick(NOUNS);
            default -> "The " + dice.pick(ADJECTIVES) + " " + dice.pick(NOUNS);
        };
    }

    private static String title(Dice dice, String title) {
        return "In " + dice.pick(PLACES) + ", " + dice.pick(TRADES) + (dice.chance(0.5) ? " comes upon " : " inherits ")
                + dice.pick(FINDS) + ". " + dice.pick(ENDS) + " " + title + " was read on the radio in "
                + dice.between(1990, 2025) + " and has not been out of print since. " + dice.pick(ENDS);
    }

    private static String isbn(Dice dice, int id) {
        String digits = "97800" + String.format(Locale.ROOT, "%02d%05d", dice.between(10, 99), id % 100_000);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }

    String path() {
        String slug =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return "/book/" + id + "-" + slug;
    }

    String price() {
        return String.format(Locale.ROOT, "£%d.%02d", pence / 100, pence % 100);
    }

    String stars(String full) {
        return full.repeat(stars) + "☆".repeat(5 - stars);
    }

    String availability() {
        return stock > 0 ? "In stock" : "Out of stock";
    }

    static String slug(int category) {
        return CATEGORIES.get(category).toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
