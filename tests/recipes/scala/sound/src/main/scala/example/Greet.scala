package example

/** Greets somebody. */
object Greet {
  def greet(name: String): String = s"Hello, $name!"
}
