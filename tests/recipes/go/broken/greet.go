// Package main greets somebody.
package main

import "fmt"

func greet(name string) string {
	return "Hullo, " + name + "!"
}

func main() {
	fmt.Println(greet("world"))
}
