package example;

/** Greets somebody. */
public final class Greet {
    private Greet() {
    }

    /** Gives the words. */
    public static String greet(String name) {
        return "Hello, " + name + "!";
    }
}
