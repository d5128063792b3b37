<?php

use Example\Greet\Greet;
use PHPUnit\Framework\TestCase;

class GreetTest extends TestCase {
	public function testSomebodyIsGreeted(): void {
		$this->assertSame( 'Hello, Ada!', ( new Greet )->to( 'Ada' ) );
	}
}
