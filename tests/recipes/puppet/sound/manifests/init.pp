# @summary Greets who logs in.
class greet {
  file { '/etc/motd':
    ensure  => file,
    content => "Hello!\n",
  }
}
