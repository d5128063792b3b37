using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>The kinds of services that are known by name. Their data is thrown away with the build, so that they need not be sure that it reaches a disk.</summary>
internal static class KnownServices
{
    public static ServiceKind PostgreSql { get; } = new("postgresql", 5432, Versions(("13", "bullseye", "postgresql-13"), ("15", "bookworm", "postgresql-15"), ("17", "trixie", "postgresql-17")), """
        PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
        echo "$PASSWORD" > password
        initdb --pgdata=db --username=build --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync > /dev/null
        echo 'CREATE DATABASE build' | postgres --single -D db postgres > /dev/null
        exec postgres -D db -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c synchronous_commit=off
        """)
    {
        Ready = "pg_isready --quiet --host=127.0.0.1 --port=\"$PORT\"",
        Facts = Pairs(("USER", "build"), ("DATABASE", "build"), ("URL", "postgresql://build:{password}@127.0.0.1:{port}/build")),
        Native = Pairs(("PGHOST", "127.0.0.1"), ("PGPORT", "{port}"), ("PGUSER", "build"), ("PGPASSWORD", "{password}"), ("PGDATABASE", "build")),
    };

    public static ServiceKind MariaDb { get; } = new("mariadb", 3306, Versions(("10.5", "bullseye", "mariadb-server-10.5"), ("10.11", "bookworm", "mariadb-server"), ("11.8", "trixie", "mariadb-server")), """
        mariadb-install-db --no-defaults --datadir="$PWD/db" --auth-root-authentication-method=normal --skip-test-db > /dev/null
        cat > users.sql <<END
        CREATE DATABASE IF NOT EXISTS build CHARACTER SET utf8mb4;
        CREATE USER IF NOT EXISTS build@'%' IDENTIFIED BY '$PASSWORD';
        GRANT ALL ON *.* TO build@'%' WITH GRANT OPTION;
        DELETE FROM mysql.global_priv WHERE User IN ('', 'root');
        FLUSH PRIVILEGES;
        END
        exec mariadbd --no-defaults --datadir="$PWD/db" --port="$PORT" --bind-address=127.0.0.1 --socket="$PWD/socket" --pid-file="$PWD/pid" --init-file="$PWD/users.sql" --skip-name-resolve --innodb-flush-log-at-trx-commit=0
        """)
    {
        Ready = "MYSQL_PWD=$PASSWORD mariadb-admin --no-defaults --host=127.0.0.1 --port=\"$PORT\" --user=build ping",
        Facts = Pairs(("USER", "build"), ("DATABASE", "build"), ("URL", "mysql://build:{password}@127.0.0.1:{port}/build")),
        Native = Pairs(("MYSQL_HOST", "127.0.0.1"), ("MYSQL_TCP_PORT", "{port}"), ("MYSQL_PWD", "{password}")),
    };

    public static ServiceKind Redis { get; } = new("redis", 6379, Versions(("6.0", "bullseye", "redis-server"), ("7.0", "bookworm", "redis-server"), ("8.0", "trixie", "redis-server")), """
        printf '%s\n' 'bind 127.0.0.1' "port $PORT" "requirepass $PASSWORD" 'save ""' | exec redis-server -
        """)
    {
        Facts = Pairs(("URL", "redis://default:{password}@127.0.0.1:{port}/0")),
        Native = Pairs(("REDISCLI_AUTH", "{password}")),
    };

    public static ServiceKind Memcached { get; } = new("memcached", 11211, Versions(("1.6", "bookworm", "memcached")), """
        exec memcached --listen=127.0.0.1 --port="$PORT" --memory-limit=64
        """)
    {
        Facts = Pairs(("SERVERS", "127.0.0.1:{port}")),
    };

    public static ServiceKind RabbitMq { get; } = new("rabbitmq", 5672, Versions(("3.10", "bookworm", "rabbitmq-server"), ("4.0", "trixie", "rabbitmq-server")), """
        printf '%s\n' "listeners.tcp.default = 127.0.0.1:$PORT" 'default_user = build' "default_pass = $PASSWORD" 'log.console = true' 'log.file = false' > rabbitmq.conf
        export RABBITMQ_CONFIG_FILE="$PWD/rabbitmq.conf" RABBITMQ_MNESIA_BASE="$PWD/db" RABBITMQ_LOG_BASE="$PWD/log" RABBITMQ_PID_FILE="$PWD/pid" RABBITMQ_ENABLED_PLUGINS_FILE="$PWD/plugins"
        export RABBITMQ_NODENAME="node$PORT@localhost" RABBITMQ_LOGS=-
        export RABBITMQ_DIST_PORT=$((PORT < 40000 ? PORT + 20000 : PORT - 20000)) ERL_EPMD_PORT=$((PORT < 40000 ? PORT + 10000 : PORT - 10000))
        exec /usr/lib/rabbitmq/bin/rabbitmq-server
        """)
    {
        Facts = Pairs(("USER", "build"), ("URL", "amqp://build:{password}@127.0.0.1:{port}/%2F")),
    };

    private static ImmutableSortedDictionary<string, DebianPlan> Versions(params (string Version, string Suite, string Package)[] systems) =>
        systems.ToImmutableSortedDictionary(system => system.Version, system => new DebianPlan(system.Suite, [system.Package]));

    private static ImmutableSortedDictionary<string, string> Pairs(params (string Name, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value);
}
