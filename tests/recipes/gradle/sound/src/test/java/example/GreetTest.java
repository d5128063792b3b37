package example;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class GreetTest {
    @Test
    public void somebodyIsGreeted() {
        assertEquals("Hello, Ada!", Greet.greet("Ada"));
    }
}
