<?php

namespace Example\Greet;

use Parser;

class Hooks {
	public static function onParserFirstCallInit( Parser $parser ): void {
		$parser->setHook( 'greet', static fn ( ?string $name ): string => htmlspecialchars( ( new Greet )->to( (string)$name ) ) );
	}
}
