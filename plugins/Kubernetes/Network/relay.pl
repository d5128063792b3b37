# What listens in a pod where programs look for their proxy, and passes each connection on through the one link that the server holds: the program link.pl, at a socket of this container.
# While there is no link nobody is taken in: who comes waits. Frames are those of Frame.cs, and each way of a connection has a window of its own, so that none holds up the others.
# Perl without any of its modules, as many images have it. Numbers are those of Linux: socket families and options, O_NONBLOCK, EINTR, EAGAIN.

($port, $door) = @ARGV;
($piece, $window, $most, $full) = (16 << 10, 128 << 10, 192, 256 << 10);
$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = sub { exit 0 };

sub listening {
    my ($family, $address) = @_;
    socket(my $socket, $family, 1, 0) or return;
    return setsockopt($socket, 1, 2, 1) && bind($socket, $address) && listen($socket, 128) ? calm($socket) : undef;
}

sub calm { fcntl($_[0], 4, 2048); return $_[0] }
sub passes { return $! == 4 || $! == 11 }
sub tell_server { my ($kind, $number, $content) = @_; $told .= pack('a N n', $kind, $number, length $content) . $content }
sub forget { close $streams{$_[0]}{socket}; delete $streams{$_[0]} }
sub broken { tell_server('X', $_[0], ''); forget($_[0]) }

sub unlink_server {
    forget($_) for keys %streams;
    close $link;
    ($link, $heard, $told) = (undef, '', '');
}

# What the server sent of a connection goes on as fast as it is taken.
sub pour {
    my ($number) = @_;
    my $stream = $streams{$number};
    while (length $stream->{rest}) {
        my $count = syswrite($stream->{socket}, $stream->{rest});
        return passes() ? undef : broken($number) if !defined $count;
        substr($stream->{rest}, 0, $count, '');
        tell_server('C', $number, pack('N', $count));
    }
    shutdown($stream->{socket}, 1) if $stream->{last};
    forget($number) if $stream->{over} || ($stream->{last} && $stream->{quiet});
}

sub draw {
    my ($number) = @_;
    my $stream = $streams{$number};
    my $count = sysread($stream->{socket}, my $content, $piece < $stream->{room} ? $piece : $stream->{room});
    return passes() ? undef : broken($number) if !defined $count;
    $stream->{room} -= $count;
    tell_server($count ? 'D' : 'E', $number, $content);
    $stream->{quiet} = !$count;
    forget($number) if $stream->{quiet} && $stream->{last} && !length $stream->{rest};
}

sub take {
    my ($kind, $number, $content) = @_;
    return tell_server('P', 0, '') if $kind eq 'P';
    my $stream = $streams{$number} or return;
    $stream->{room} += unpack('N', $content) if $kind eq 'C';
    $stream->{rest} .= $content if $kind eq 'D';
    $stream->{last} = 1 if $kind eq 'E';
    $stream->{over} = 1 if $kind eq 'X';
    pour($number) if $kind ne 'C';
}

sub hear {
    my $count = sysread($link, $heard, 64 << 10, length $heard);
    return defined $count || !passes() ? unlink_server() : undef if !$count;
    while (length $heard >= 7) {
        my ($kind, $number, $length) = unpack('a N n', $heard);
        last if length $heard < 7 + $length;
        take($kind, $number, substr($heard, 7, $length));
        substr($heard, 0, 7 + $length, '');
    }
}

$proxy = listening(2, pack('S n C4 x8', 2, $port, 127, 0, 0, 1)) or die "Nothing can listen at port $port of the pod: $!\n";
$gate = listening(1, pack('S a108', 1, $door)) or die "Nothing can listen at $door: $!\n";
while (1) {
    my ($in, $out) = ('', '');
    vec($in, fileno $gate, 1) = 1;
    if ($link) {
        vec($in, fileno $link, 1) = 1;
        vec($out, fileno $link, 1) = 1 if length $told;
        vec($in, fileno $proxy, 1) = 1 if keys %streams < $most;
        for my $stream (values %streams) {
            vec($in, fileno $stream->{socket}, 1) = 1 if !$stream->{quiet} && $stream->{room} && length $told < $full;
            vec($out, fileno $stream->{socket}, 1) = 1 if length $stream->{rest};
        }
    }

    next if select($in, $out, undef, undef) <= 0;
    if (vec($in, fileno $gate, 1) && accept(my $next, $gate)) {
        # The server is there again, and what its last link carried has ended there.
        unlink_server() if $link;
        $link = calm($next);
        next;
    }

    next if !$link;
    hear() if vec($in, fileno $link, 1);
    for my $number (keys %streams) {
        pour($number) if vec($out, fileno $streams{$number}{socket}, 1);
        draw($number) if $streams{$number} && !$streams{$number}{quiet} && $streams{$number}{room} && vec($in, fileno $streams{$number}{socket}, 1);
    }

    if ($link && vec($in, fileno $proxy, 1) && accept(my $socket, $proxy)) {
        setsockopt(calm($socket), 6, 1, 1);
        $streams{++$newest} = { socket => $socket, rest => '', room => $window };
        tell_server('O', $newest, '');
    }

    if ($link && length $told) {
        my $sent = syswrite($link, $told);
        substr($told, 0, $sent, '') if $sent;
        unlink_server() if !defined $sent && !passes();
    }
}
