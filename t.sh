attempt() { if (eval "$1") > /dev/null 2>&1 < /dev/null; then echo "done: $1"; fi; }
attempt 'perl -MIO::Socket::UNIX -e "IO::Socket::UNIX->new(q(/tmp/h/hb/s.sock)) or exit 1"'
attempt 'perl -MIO::Socket::UNIX -e "IO::Socket::UNIX->new(qq(\\0pluginci-abc)) or exit 1"'
attempt 'perl -MSocket -e "socket(S, AF_INET, SOCK_RAW, 1) or exit 1"'
attempt 'perl -e "socket(S, 17, 3, 768) or exit 1"'
attempt 'perl -MSocket -e "socket(S, AF_INET, SOCK_DGRAM, 0); send(S, q(x), 0, sockaddr_in(53, inet_aton(q(192.0.2.53)))) or exit 1"'
attempt 'unshare --user true'
attempt 'unshare --user --map-root-user --mount mount -t tmpfs mine /tmp'
attempt 'unshare --mount true'
attempt 'setpriv --reuid 0 true'
attempt 'mknod memory c 1 1'
cp /bin/sh mine && chmod 6755 mine
sleep 100 & perl -e 'my $x86 = `uname -m` =~ /x86_64/; my $pid='$!'; syscall($x86 ? 101 : 117, 16, $pid, 0, 0) == 0 and print "traced $pid\n"'; kill %1
