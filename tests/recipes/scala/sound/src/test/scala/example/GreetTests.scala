package example

object GreetTests {
  def main(arguments: Array[String]): Unit = {
    val said = Greet.greet("Ada")
    if (said != "Hello, Ada!") {
      println(s"somebody is greeted: FAILED, it said '$said'")
      sys.exit(1)
    }
  }
}
