<?php

use MediaWiki\MediaWikiServices;
use PHPUnit\Framework\TestCase;

class TagTest extends TestCase {
	public function testATagOfAPageGreets(): void {
		$services = MediaWikiServices::getInstance();
		$title = Title::newFromText( 'Greeting' );
		$status = $services->getWikiPageFactory()->newFromTitle( $title )->doUserEditContent(
			new WikitextContent( '<greet>Ada</greet>' ), User::newSystemUser( 'Somebody', [ 'steal' => true ] ), 'a test'
		);
		$this->assertStatusGood( $status );
		$html = $services->getWikiPageFactory()->newFromTitle( $title )->getParserOutput( ParserOptions::newFromAnon() )->getText();
		$this->assertStringContainsString( 'Hello, Ada!', $html );
	}

	private function assertStatusGood( Status $status ): void {
		$this->assertTrue( $status->isGood(), (string)$status );
	}
}
