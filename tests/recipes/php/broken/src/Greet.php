<?php

declare(strict_types=1);

namespace Example;

final class Greet
{
    public static function greet(string $name): string
    {
        return "Hullo, $name!";
    }
}
