#!/bin/sh
# What the server asks of a machine, one command a call: see README.md. Called in the folder of builds as
#
#   sh driver.sh SERVER start NAME SIZE    makes and starts a build from a tar archive on standard input, once; tells "started", or "joined SECONDS"
#   sh driver.sh SERVER follow NAME BYTES  tells a build's log from there on, until its end; stops when standard input ends
#   sh driver.sh SERVER list NAME          names the files of its workspace
#   sh driver.sh SERVER send NAME SIZE     packs those that are named on standard input
#   sh driver.sh SERVER remove NAME        ends a build and removes it
#   sh driver.sh SERVER names              names this server's builds, a line each
#   sh driver.sh SERVER sweep              removes what servers that are gone have left
#   sh driver.sh SERVER run NAME           is the build itself, without any connection
#
# It must run as it is on macOS (bash 3.2 or zsh or dash as sh, BSD tools) and on Linux: no flag that only GNU has, no need of /proc, no flock, timeout or local.
set -u
umask 077
here=$(cd "$(dirname "$0")" && pwd)
script=$here/$(basename "$0")
server=$1
command=$2
shift 2
secret=

# Locales: a Mac may have no C.UTF-8, and Debian often has nothing else. tar of BSD cannot write names with other letters without one.
utf8=$(locale -a 2> /dev/null | grep -i -E '^(C|en_US)\.utf-?8$' | sort | head -n 1)
LC_ALL=${utf8:-en_US.UTF-8}
export LC_ALL

# Fractions of a second are not POSIX, but everywhere where it matters.
nap() { sleep 0.1 2> /dev/null || sleep 1; }

# Is the driver of the build in this folder there? A number alone may be another process after the machine was restarted.
is_running() {
    driver=$(cat pid 2> /dev/null) || return 1
    case $(ps -ww -o args= -p "$driver" 2> /dev/null) in *" $server run $name") return 0 ;; esac
    return 1
}

# Sends a signal to a group. Never to group 0 or 1, which would be our own or all: dash takes a lone - for 0.
signal_group() {
    case $2 in
        '' | 0 | 1 | *[!0-9]*) ;;
        *) kill -s "$1" -- "-$2" 2> /dev/null ;;
    esac
}

# What is another text after each start of the machine. The first is exact on Linux, the second on a Mac.
boot() { cat /proc/sys/kernel/random/boot_id 2> /dev/null || sysctl -n kern.bootsessionuuid 2> /dev/null || who -b; }

# Numbers of groups that are gone may be given to others.
forget_groups() { rm -f step strays strays.old groups; }

group_of() { ps -o pgid= -p "$1" 2> /dev/null | tr -d ' '; }

# Processes of this build that show its home among their variables, whatever group or parent they have now.
# The one who looks, here or in another command, must not show the same text in its arguments or variables.
# On a Mac the system hides the variables of its own programs (/bin, /usr) from ps; others show them.
marked() {
    case $(uname) in
        Darwin) ps -A -E -ww -o pid= -o command= ;;
        *) ps axeww -o pid= -o args= ;;
    esac 2> /dev/null | LC_ALL=C MARK=$build/tree/home awk 'BEGIN { mark = " HOME=" ENVIRON["MARK"] } index($0, mark) { print $1 }'
}

# Lists this build's processes as PID GROUP KIBIBYTES: those of the groups in the files step, strays, strays.old and groups, those whose parent is one of them, those in $1, and all of their groups.
# Never the driver's own group, nor that of the caller, $own. It starts as few programs as it can: beside a fork bomb each takes long. Values come as variables of the environment, as awk of
# BSD refuses line ends after -v.
members() {
    ps -A -o pid= -o ppid= -o pgid= -o rss= | LC_ALL=C OWN=$own MARKED=$1 awk '
        function fill(set, text, words, count) { count = split(text, words); while (count > 0) set[words[count--]] = 1 }
        function read(set, file, line) { while ((getline line < file) > 0) set[line] = 1 }
        BEGIN {
            fill(own, ENVIRON["OWN"]); read(own, "group"); fill(found, ENVIRON["MARKED"])
            read(groups, "step"); read(groups, "strays"); read(groups, "strays.old"); read(groups, "groups")
        }
        !($3 in own) { parent[$1] = $2; group[$1] = $3; size[$1] = $4 }
        END {
            do {
                grown = 0
                for (pid in group)
                    if (!(pid in taken) && ((group[pid] in groups) || (parent[pid] in taken) || (pid in found))) { taken[pid] = 1; groups[group[pid]] = 1; grown = 1 }
            } while (grown)
            for (pid in taken) print pid, group[pid], size[pid]
        }'
}

# Groups first: all of a group get a signal at once, however fast it forks.
signal_all() {
    printf '%s\n' "$2" | while read -r pid group size; do
        signal_group "$1" "$group"
    done
    printf '%s\n' "$2" | while read -r pid group size; do
        [ -z "$pid" ] || kill -s "$1" "$pid" 2> /dev/null
    done
}

# Ends all that the build started: asks first, for $1 tenths of a second, then kills until nothing is left.
end_processes() {
    rest=$1
    tries=50
    own=$(group_of $$)
    # Without a look first: a fork bomb ends at once.
    [ "$rest" -gt 0 ] || cat step groups 2> /dev/null | while read -r group; do signal_group KILL "$group"; done
    all=$(members "$(marked)")
    [ -z "$all" ] || [ "$rest" -eq 0 ] || signal_all TERM "$all"
    while [ -n "$all" ] && [ "$rest" -gt 0 ]; do
        nap
        rest=$((rest - 1))
        all=$(members '')
    done
    all=$(members "$(marked)")
    while [ -n "$all" ] && [ $tries -gt 0 ]; do
        signal_all KILL "$all"
        nap
        tries=$((tries - 1))
        all=$(members "$(marked)")
    done
}

# What was killed a moment ago may still be writing into it; and a build may have taken rights from its folders.
remove_tree() {
    left=20
    while rm -rf "$1" 2> /dev/null; [ -e "$1" ] && [ $left -gt 0 ]; do
        chmod -R u+rwx "$1" 2> /dev/null
        nap
        left=$((left - 1))
    done
    [ ! -e "$1" ] || { echo "$1 cannot be removed" >&2; return 1; }
}

# Starts that were cut off: what unpacks for them is ended too, so that it starts nothing later.
remove_stages() {
    for stage in "$name".new.*; do
        [ -e "$stage" ] || continue
        case $(ps -ww -o args= -p "${stage##*.}" 2> /dev/null) in
            *" $server start $name "*) [ "${stage##*.}" = $$ ] || kill -s KILL "${stage##*.}" 2> /dev/null ;;
        esac
        remove_tree "$stage"
    done
}

remove() {
    remove_stages
    [ -e "$name" ] || return 0
    build=$(cd "$name" && pwd)
    (
        cd "$name" || exit 0
        echo stopped > over
        [ "$(cat boot 2> /dev/null)" = "$(boot)" ] || forget_groups
        end_processes 50
        if is_running; then
            signal_group KILL "$(group_of "$driver")"
        fi
        end_processes 0
    )
    remove_tree "$name"
}

start() {
    if [ -e "$name" ]; then
        joined
        return
    fi
    remove_stages
    stage=$name.new.$$
    mkdir "$stage" "$stage/home" "$stage/tmp" || exit 1
    # The archive is whole when its last file is there.
    if ! head -c "$1" | tar -xf - -C "$stage" || ! [ -e "$stage/program" ]; then
        remove_tree "$stage"
        exit 1
    fi
    [ -d "$stage/workspace" ] || mkdir "$stage/workspace"
    chmod 700 "$stage"
    # Only one of several starts can make this folder.
    if ! mkdir "$name" 2> /dev/null; then
        remove_tree "$stage"
        joined
        return
    fi
    mv "$stage" "$name/tree"
    mkfifo "$name/out"
    boot > "$name/boot"
    date +%s > "$name/begun"
    : > "$name/log"
    # sshd gives each command a session without a terminal: nothing hangs up on the driver when the connection ends.
    launch /bin/sh "$script" "$server" run "$name" < /dev/null > /dev/null 2>&1
    echo "$launched" > "$name/pid"
    echo started
}

joined() {
    seconds=$(cat "$name/end" 2> /dev/null) || seconds=$(($(date +%s) - $(cat "$name/begun" 2> /dev/null || date +%s)))
    echo "joined ${seconds%% *}"
}

# A reader that has had too much is gone, and then a mark must not end the driver: hence the subshell.
mark() { (printf '\036%s %s\n' "$secret" "$*"); }

# Runs a program in a process group of its own, whose number is that of the process. A Mac has no setsid, but its bash has job control; dash and zsh have none without a
# terminal. What they start in the background ignores SIGINT and SIGQUIT, and no shell can undo that, but perl can.
launch() {
    if [ -n "${BASH_VERSION:-}" ]; then
        set -m
        "$@" &
        launched=$!
        set +m
    elif command -v perl > /dev/null; then
        perl -e '$SIG{$_} = "DEFAULT" for qw(HUP INT QUIT); setpgrp(0, 0); exec { $ARGV[0] } @ARGV' "$@" &
        launched=$!
    else
        setsid "$@" &
        launched=$!
    fi
}

# How many processes of the account a step may see before it can start no more: fewer than the driver, which must be able to end a fork bomb. Shells differ in the letter.
room() {
    # shellcheck disable=SC3045
    most=$(ulimit -u 2> /dev/null) || most=$(ulimit -p 2> /dev/null) || most=unlimited
    case $most in
        *[!0-9]*) echo unlimited ;;
        *) echo $((most > 400 ? most - 200 : most / 2)) ;;
    esac
}

run_step() {
    # Nothing of the account's own variables; the file program sets those of the job.
    # A little behind the driver, which must be able to end them.
    launch nice -n 5 /usr/bin/env -i HOME="$build/tree/home" TMPDIR="$build/tree/tmp" PATH="${path:-$PATH}" LANG="$LC_ALL" LC_ALL="$LC_ALL" USER="$(id -un)" LOGNAME="$(id -un)" SHELL=/bin/sh \
        /bin/sh "$build/tree/program" "$1" "$build/tree" "$blocks" "$(room)" < /dev/null 2>&1
    echo "$launched" > step
    wait "$launched"
    status=$?
    ! kill -s 0 -- "-$launched" 2> /dev/null || echo "$launched" >> strays
}

used() { du -sk tree/workspace tree/home tree/tmp 2> /dev/null | LC_ALL=C awk '{ total += $1 } END { print total + 0 }'; }

# Looks every second for what goes too far. Whoever writes the file over first has said why. Groups that are empty are forgotten: their numbers may be given to others.
watch() {
    pause=5
    look=$pause
    own=
    began=$(cat begun)
    while sleep 1; do
        now=$(date +%s)
        # Both are cut to whole seconds: a build is never ended too early, but up to two seconds late.
        [ $((now - began)) -le "$seconds" ] || too_far time 50
        found=$(members '' | LC_ALL=C awk -v most="$processes" -v memory="$memory" '
            { if (!($2 in seen)) { seen[$2] = 1; print $2 > "groups.new" } }
            $3 > memory { large = 1 }
            END { printf "" > "groups.new"; if (NR > most) print "processes"; else if (large) print "memory" }')
        mv groups.new groups
        # A step may be adding one at this moment; it stays for one more look.
        rm -f strays.old
        [ ! -e strays ] || mv strays strays.old
        [ -z "$found" ] || too_far "$found" 0
        look=$((look - 1))
        if [ $look -le 0 ]; then
            [ "$(used)" -le "$disk" ] || too_far disk 0
            # A large tree takes long to count; it is not counted all the time.
            pause=$((5 + 10 * ($(date +%s) - now)))
            look=$pause
        fi
    done
}

too_far() {
    [ -e over ] || { echo "$1" > over.new && mv over.new over; }
    end_processes "$2"
    exit
}

run() {
    cd "$name" || exit 1
    steps=0 seconds=0 disk=0 blocks=0 kept=0 processes=0 memory=0 path=
    # shellcheck source=/dev/null
    . ./tree/job
    group_of $$ > group
    # Not a file but a pipe: a step may open /dev/stdout anew, which empties a file. No program of POSIX copies at once and bounds what it copies; the limit on files does.
    (ulimit -f "$kept"; exec cat < out > log) 2> /dev/null &
    copier=$!
    # What the shell itself complains of is no output of the build.
    exec > out 2> /dev/null
    watch > /dev/null &
    watcher=$!
    how=passed
    index=0
    while [ $index -lt "$steps" ] && [ $how = passed ]; do
        mark begin $index
        run_step $index
        if [ -e over ]; then
            how=over
        elif [ $status -ne 0 ]; then
            how=failed
            if [ "$(used)" -ge $((disk - 64)) ]; then mark end $index $status full; else mark end $index $status; fi
        else
            mark end $index 0
        fi
        index=$((index + 1))
    done
    kill $watcher 2> /dev/null
    wait $watcher 2> /dev/null
    [ ! -e over ] || how="over $(cat over)"
    end_processes 0
    [ -n "$all" ] || forget_groups
    # What escaped may hold the pipe open.
    exec > /dev/null
    rest=20
    while kill -0 $copier 2> /dev/null && [ $rest -gt 0 ]; do
        nap
        rest=$((rest - 1))
    done
    kill $copier 2> /dev/null
    echo "$(($(date +%s) - $(cat begun))) $how" > end.new
    mv end.new end
}

tell_from() {
    size=$(($(wc -c < log)))
    [ $size -gt "$told" ] || return 1
    # Now and not later: the file grows meanwhile.
    tail -c "+$((told + 1))" log | head -c $((size - told))
    told=$size
}

follow() {
    told=$1
    cd "$name" 2> /dev/null || exit 3
    # When the connection ends, so does standard input, and nobody reads on. A shell gives what it starts no standard input, hence the third stream.
    exec 3<&0 < /dev/null
    (cat <&3 > /dev/null; kill -s KILL $$) > /dev/null 2>&1 &
    waiter=$!
    idle=0
    while :; do
        if [ -e end ]; then
            last="done $(cat end)"
            break
        fi
        age=$(($(date +%s) - $(cat begun 2> /dev/null || echo 0)))
        if ! is_running && [ ! -e end ] && { [ -e pid ] || [ $age -gt 30 ]; }; then
            last="done $age gone"
            break
        fi
        if tell_from; then idle=0; else idle=$((idle + 1)); fi
        if [ $idle -gt 100 ]; then sleep 1; else nap; fi
    done
    tell_from
    # shellcheck source=/dev/null
    (. ./tree/job; printf '\036%s %s\n' "$secret" "$last")
    kill $waiter 2> /dev/null
}

# Ends with 1, as find does, where what the build did to it keeps us from reading it, and with 3 where somebody removed the build.
enter_workspace() {
    cd "$name/tree" || exit 3
    cd workspace || exit 1
}

list() {
    enter_workspace
    find . -type f -print0
}

send() {
    enter_workspace
    # A Mac would pack its own attributes of files beside them.
    COPYFILE_DISABLE=1
    export COPYFILE_DISABLE
    # tar of GNU takes \3 in a name for a letter, unless it is told not to.
    case $(tar --version 2> /dev/null) in *GNU*) exact=--no-unquote ;; *) exact= ;; esac
    # shellcheck disable=SC2086
    head -c "$1" | xargs -0 tar $exact -cf -
}

names() {
    for entry in *; do
        [ ! -e "$entry" ] || echo "${entry%%.new.*}"
    done | sort -u
}

# A server that is there takes the end of a build within minutes.
sweep() {
    mine=$server
    cd "$here" || exit 1
    for entry in */*/begun; do
        old=$(dirname "$entry")
        server=$(dirname "$old")
        [ "$server" != "$mine" ] || continue
        [ -n "$(find "$old" -prune -mtime +1 2> /dev/null)" ] || continue
        (cd "$server" && name=$(basename "$old") && (cd "$name" && ! is_running) && remove)
        rmdir "$server" 2> /dev/null
    done
}

mkdir -p "$here/$server" && cd "$here/$server" || exit 1
case $command in
    names | sweep) "$command" ;;
    *)
        name=$1
        build=$here/$server/$name
        shift
        "$command" "$@"
        ;;
esac
