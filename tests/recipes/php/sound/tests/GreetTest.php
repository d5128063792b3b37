<?php

declare(strict_types=1);

namespace Example\Tests;

use Example\Greet;
use PHPUnit\Framework\TestCase;

final class GreetTest extends TestCase
{
    public function testSomebodyIsGreeted(): void
    {
        $this->assertSame('Hello, Ada!', Greet::greet('Ada'));
    }
}
