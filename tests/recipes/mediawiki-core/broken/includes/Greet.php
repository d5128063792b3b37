<?php

namespace Example;

class Greet {
	public function to( string $name ): string {
		return "Hullo, $name!";
	}
}
