<?php

use Example\Greet;
use PHPUnit\Framework\TestCase;

class GreetTest extends TestCase {
	public function testSomebodyIsGreeted(): void {
		$this->assertSame( 'Hello, Ada!', ( new Greet )->to( 'Ada' ) );
	}
}
