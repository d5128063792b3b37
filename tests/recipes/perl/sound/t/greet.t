use strict;
use warnings;
use Test::More tests => 1;

use Greet;

is(Greet::greet('Ada'), 'Hello, Ada!', 'somebody is greeted');
