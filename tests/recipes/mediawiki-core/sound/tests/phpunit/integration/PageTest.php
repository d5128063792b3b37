<?php

use PHPUnit\Framework\TestCase;

class PageTest extends TestCase {
	public function testTheInstalledAndUpdatedWikiHasAPage(): void {
		require getenv( 'MW_CONFIG_FILE' );
		$database = new PDO( "sqlite:$wgDatabase" );
		$this->assertSame( 'Hello', $database->query( "select text from page where title = 'Main'" )->fetchColumn() );
		$this->assertSame( 0, $database->query( 'select count(*) from site' )->fetchColumn() );
	}
}
