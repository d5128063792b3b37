package main

import "testing"

func TestSomebodyIsGreeted(t *testing.T) {
	if said := greet("Ada"); said != "Hello, Ada!" {
		t.Errorf("it said %q", said)
	}
}
