<?php
require getenv( 'MW_CONFIG_FILE' );
( new PDO( "sqlite:$wgDatabase" ) )->exec( 'create table site( name )' );
