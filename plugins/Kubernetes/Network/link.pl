# What the server runs in the container of relay.pl: it carries both ways between the server and the relay, until one of them goes.

($door) = @ARGV;
socket(my $relay, 1, 1, 0) or die "There is no socket: $!\n";
connect($relay, pack('S a108', 1, $door)) or die "The relay is not there: $!\n";
while (1) {
    my $ready = '';
    vec($ready, fileno STDIN, 1) = vec($ready, fileno $relay, 1) = 1;
    next if select($ready, undef, undef, undef) <= 0;
    for ([*STDIN, $relay], [$relay, *STDOUT]) {
        my ($from, $to) = @$_;
        next if !vec($ready, fileno $from, 1);
        sysread($from, my $piece, 64 << 10) or exit;
        while (length $piece) {
            my $sent = syswrite($to, $piece) or exit;
            substr($piece, 0, $sent, '');
        }
    }
}
