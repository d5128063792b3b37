<?php
// Takes the options that MediaWiki's installer takes, and makes a wiki with a page.
$options = getopt( '', [ 'confpath:', 'server:', 'scriptpath:', 'pass:', 'dbtype:', 'dbname:', 'dbpath:' ] );
$file = "$options[dbpath]/$options[dbname].sqlite";
$database = new PDO( "$options[dbtype]:$file" );
$database->exec( "create table page( title, text ); insert into page values ( 'Main', 'Hello' )" );
file_put_contents( "$options[confpath]/LocalSettings.php", "<?php\n\$wgDatabase = '$file';\n" );
