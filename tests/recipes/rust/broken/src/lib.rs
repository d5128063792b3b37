//! Greets somebody.

/// Gives the words.
pub fn greet(name: &str) -> String {
    format!("Hullo, {}!", name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn somebody_is_greeted() {
        assert_eq!(super::greet("Ada"), "Hello, Ada!");
    }
}
