package Greet;

use strict;
use warnings;

our $VERSION = '1.0';

sub greet {
    my ($name) = @_;
    return "Hullo, $name!";
}

1;

__END__

=head1 NAME

Greet - greets somebody

=cut
