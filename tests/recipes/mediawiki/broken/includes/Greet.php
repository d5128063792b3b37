<?php

namespace Example\Greet;

class Greet {
	public function to( string $name ): string {
		return "Hullo, $name!";
	}
}
