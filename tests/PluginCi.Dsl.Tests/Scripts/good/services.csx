#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make").Publish("dist/**", name: "server");
var api = Job("api")
    .Service(Service.PostgreSql("15").Limits(memory: GiB(1)), Service.PostgreSql("13").Named("old-db"))
    .Service(Service.From(build, "server", "dist/server --port $PORT", port: 8080).On(Debian("bookworm").Apt("python3")).Ready("dist/check", within: Seconds(10)))
    .Sh("make test-api");
var others = Job("others")
    .Service(Service.MariaDb("10.11"), Service.Redis("7.0").Port(7000), Service.Memcached("1.6"), Service.RabbitMq("3.10"))
    .Service(Service.Command("backend", "python3 -m backend", port: 8080).Env("MODE", "test"))
    .Service(Service.Image("registry.example.org/search/open_search:2@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c", port: 9200).Env("discovery.type", "single-node").Env("ADMIN", Service.Password))
    .Sh("make test");

return Project(Commit(build), Acceptance(api), In("gate", others));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "build",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": true,
      "softNeeds": [],
      "files": [],
      "irrelevantFiles": [],
      "branches": [],
      "holdsFollowing": false,
      "pauses": false,
      "semaphores": [],
      "flakeRetries": 0,
      "failurePatterns": [],
      "testReports": [],
      "reportFormats": {},
      "artifacts": [
        {
          "name": "server",
          "files": [
            "dist/**"
          ],
          "isReport": false
        }
      ],
      "fetches": [],
      "labels": [],
      "caches": [],
      "network": [],
      "dependencies": [],
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 1073741824,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(4)"
    },
    {
      "name": "api",
      "stage": "acceptance",
      "pipelines": [],
      "needs": [
        "build"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "make test-api"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": true,
      "softNeeds": [],
      "files": [],
      "irrelevantFiles": [],
      "branches": [],
      "holdsFollowing": false,
      "pauses": false,
      "semaphores": [],
      "flakeRetries": 0,
      "failurePatterns": [],
      "testReports": [],
      "reportFormats": {},
      "artifacts": [],
      "fetches": [
        {
          "job": "build",
          "artifact": "server"
        }
      ],
      "labels": [],
      "caches": [],
      "network": [],
      "dependencies": [],
      "services": [
        {
          "name": "postgresql",
          "runsIn": {
            "kind": "debian",
            "suite": "bookworm",
            "packages": [
              "postgresql-15"
            ]
          },
          "start": "PATH=$(echo /usr/lib/postgresql/*/bin):$PATH\necho \u0022$PASSWORD\u0022 \u003E password\ninitdb --pgdata=db --username=build --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync \u003E /dev/null\necho \u0027CREATE DATABASE build\u0027 | postgres --single -D db postgres \u003E /dev/null\nexec postgres -D db -p \u0022$PORT\u0022 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c synchronous_commit=off",
          "port": 5432,
          "ready": "pg_isready --quiet --host=127.0.0.1 --port=\u0022$PORT\u0022",
          "readyWithin": "00:01:00",
          "environment": {
            "PASSWORD": "{password}",
            "PORT": "5432"
          },
          "exports": {
            "PGDATABASE": "build",
            "PGHOST": "127.0.0.1",
            "PGPASSWORD": "{password}",
            "PGPORT": "5432",
            "PGUSER": "build",
            "POSTGRESQL_DATABASE": "build",
            "POSTGRESQL_HOST": "127.0.0.1",
            "POSTGRESQL_PASSWORD": "{password}",
            "POSTGRESQL_PORT": "5432",
            "POSTGRESQL_URL": "postgresql://build:{password}@127.0.0.1:5432/build",
            "POSTGRESQL_USER": "build"
          },
          "seesWorkspace": false,
          "limits": {
            "memoryBytes": 1073741824,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        },
        {
          "name": "old-db",
          "runsIn": {
            "kind": "debian",
            "suite": "bullseye",
            "packages": [
              "postgresql-13"
            ]
          },
          "start": "PATH=$(echo /usr/lib/postgresql/*/bin):$PATH\necho \u0022$PASSWORD\u0022 \u003E password\ninitdb --pgdata=db --username=build --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync \u003E /dev/null\necho \u0027CREATE DATABASE build\u0027 | postgres --single -D db postgres \u003E /dev/null\nexec postgres -D db -p \u0022$PORT\u0022 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c synchronous_commit=off",
          "port": 5433,
          "ready": "pg_isready --quiet --host=127.0.0.1 --port=\u0022$PORT\u0022",
          "readyWithin": "00:01:00",
          "environment": {
            "PASSWORD": "{password}",
            "PORT": "5433"
          },
          "exports": {
            "OLD_DB_DATABASE": "build",
            "OLD_DB_HOST": "127.0.0.1",
            "OLD_DB_PASSWORD": "{password}",
            "OLD_DB_PORT": "5433",
            "OLD_DB_URL": "postgresql://build:{password}@127.0.0.1:5433/build",
            "OLD_DB_USER": "build"
          },
          "seesWorkspace": false,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        },
        {
          "name": "server",
          "runsIn": {
            "kind": "debian",
            "suite": "bookworm",
            "packages": [
              "python3"
            ]
          },
          "start": "dist/server --port $PORT",
          "port": 8080,
          "ready": "dist/check",
          "readyWithin": "00:00:10",
          "environment": {
            "PASSWORD": "{password}",
            "PORT": "8080"
          },
          "exports": {
            "SERVER_HOST": "127.0.0.1",
            "SERVER_PASSWORD": "{password}",
            "SERVER_PORT": "8080"
          },
          "seesWorkspace": true,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        }
      ],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 1073741824,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(5)"
    },
    {
      "name": "others",
      "stage": "commit",
      "pipelines": [
        "gate"
      ],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make test"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": true,
      "softNeeds": [],
      "files": [],
      "irrelevantFiles": [],
      "branches": [],
      "holdsFollowing": false,
      "pauses": false,
      "semaphores": [],
      "flakeRetries": 0,
      "failurePatterns": [],
      "testReports": [],
      "reportFormats": {},
      "artifacts": [],
      "fetches": [],
      "labels": [],
      "caches": [],
      "network": [],
      "dependencies": [],
      "services": [
        {
          "name": "mariadb",
          "runsIn": {
            "kind": "debian",
            "suite": "bookworm",
            "packages": [
              "mariadb-server"
            ]
          },
          "start": "mariadb-install-db --no-defaults --datadir=\u0022$PWD/db\u0022 --auth-root-authentication-method=normal --skip-test-db \u003E /dev/null\ncat \u003E users.sql \u003C\u003CEND\nCREATE DATABASE IF NOT EXISTS build CHARACTER SET utf8mb4;\nCREATE USER IF NOT EXISTS build@\u0027%\u0027 IDENTIFIED BY \u0027$PASSWORD\u0027;\nGRANT ALL ON *.* TO build@\u0027%\u0027 WITH GRANT OPTION;\nDELETE FROM mysql.global_priv WHERE User IN (\u0027\u0027, \u0027root\u0027);\nFLUSH PRIVILEGES;\nEND\nexec mariadbd --no-defaults --datadir=\u0022$PWD/db\u0022 --port=\u0022$PORT\u0022 --bind-address=127.0.0.1 --socket=\u0022$PWD/socket\u0022 --pid-file=\u0022$PWD/pid\u0022 --init-file=\u0022$PWD/users.sql\u0022 --skip-name-resolve --innodb-flush-log-at-trx-commit=0",
          "port": 3306,
          "ready": "MYSQL_PWD=$PASSWORD mariadb-admin --no-defaults --host=127.0.0.1 --port=\u0022$PORT\u0022 --user=build ping",
          "readyWithin": "00:01:00",
          "environment": {
            "PASSWORD": "{password}",
            "PORT": "3306"
          },
          "exports": {
            "MARIADB_DATABASE": "build",
            "MARIADB_HOST": "127.0.0.1",
            "MARIADB_PASSWORD": "{password}",
            "MARIADB_PORT": "3306",
            "MARIADB_URL": "mysql://build:{password}@127.0.0.1:3306/build",
            "MARIADB_USER": "build",
            "MYSQL_HOST": "127.0.0.1",
            "MYSQL_PWD": "{password}",
            "MYSQL_TCP_PORT": "3306"
          },
          "seesWorkspace": false,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        },
        {
          "name": "redis",
          "runsIn": {
            "kind": "debian",
            "suite": "bookworm",
            "packages": [
              "redis-server"
            ]
          },
          "start": "printf \u0027%s\\n\u0027 \u0027bind 127.0.0.1\u0027 \u0022port $PORT\u0022 \u0022requirepass $PASSWORD\u0022 \u0027save \u0022\u0022\u0027 | exec redis-server -",
          "port": 7000,
          "readyWithin": "00:01:00",
          "environment": {
            "PASSWORD": "{password}",
            "PORT": "7000"
          },
          "exports": {
            "REDISCLI_AUTH": "{password}",
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PASSWORD": "{password}",
            "REDIS_PORT": "7000",
            "REDIS_URL": "redis://default:{password}@127.0.0.1:7000/0"
          },
          "seesWorkspace": false,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        },
        {
          "name": "memcached",
          "runsIn": {
            "kind": "debian",
            "suite": "bookworm",
            "packages": [
              "memcached"
            ]
          },
          "start": "exec memcached --listen=127.0.0.1 --port=\u0022$PORT\u0022 --memory-limit=64",
          "port": 11211,
          "readyWithin": "00:01:00",
          "environment": {
            "PASSWORD": "{password}",
            "PORT": "11211"
          },
          "exports": {
            "MEMCACHED_HOST": "127.0.0.1",
            "MEMCACHED_PASSWORD": "{password}",
            "MEMCACHED_PORT": "11211",
            "MEMCACHED_SERVERS": "127.0.0.1:11211"
          },
          "seesWorkspace": false,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        },
        {
          "name": "rabbitmq",
          "runsIn": {
            "kind": "debian",
            "suite": "bookworm",
            "packages": [
              "rabbitmq-server"
            ]
          },
          "start": "printf \u0027%s\\n\u0027 \u0022listeners.tcp.default = 127.0.0.1:$PORT\u0022 \u0027default_user = build\u0027 \u0022default_pass = $PASSWORD\u0022 \u0027log.console = true\u0027 \u0027log.file = false\u0027 \u003E rabbitmq.conf\nexport RABBITMQ_CONFIG_FILE=\u0022$PWD/rabbitmq.conf\u0022 RABBITMQ_MNESIA_BASE=\u0022$PWD/db\u0022 RABBITMQ_LOG_BASE=\u0022$PWD/log\u0022 RABBITMQ_PID_FILE=\u0022$PWD/pid\u0022 RABBITMQ_ENABLED_PLUGINS_FILE=\u0022$PWD/plugins\u0022\nexport RABBITMQ_NODENAME=\u0022node$PORT@localhost\u0022 RABBITMQ_LOGS=-\nexport RABBITMQ_DIST_PORT=$((PORT \u003C 40000 ? PORT \u002B 20000 : PORT - 20000)) ERL_EPMD_PORT=$((PORT \u003C 40000 ? PORT \u002B 10000 : PORT - 10000))\nexec /usr/lib/rabbitmq/bin/rabbitmq-server",
          "port": 5672,
          "readyWithin": "00:01:00",
          "environment": {
            "PASSWORD": "{password}",
            "PORT": "5672"
          },
          "exports": {
            "RABBITMQ_HOST": "127.0.0.1",
            "RABBITMQ_PASSWORD": "{password}",
            "RABBITMQ_PORT": "5672",
            "RABBITMQ_URL": "amqp://build:{password}@127.0.0.1:5672/%2F",
            "RABBITMQ_USER": "build"
          },
          "seesWorkspace": false,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        },
        {
          "name": "backend",
          "start": "python3 -m backend",
          "port": 8080,
          "readyWithin": "00:01:00",
          "environment": {
            "MODE": "test",
            "PASSWORD": "{password}",
            "PORT": "8080"
          },
          "exports": {
            "BACKEND_HOST": "127.0.0.1",
            "BACKEND_PASSWORD": "{password}",
            "BACKEND_PORT": "8080"
          },
          "seesWorkspace": true,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        },
        {
          "name": "open-search",
          "runsIn": {
            "kind": "image",
            "reference": "registry.example.org/search/open_search:2@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c"
          },
          "port": 9200,
          "readyWithin": "00:01:00",
          "environment": {
            "ADMIN": "{password}",
            "PORT": "9200",
            "discovery.type": "single-node"
          },
          "exports": {
            "OPEN_SEARCH_HOST": "127.0.0.1",
            "OPEN_SEARCH_PASSWORD": "{password}",
            "OPEN_SEARCH_PORT": "9200"
          },
          "seesWorkspace": false,
          "limits": {
            "memoryBytes": 536870912,
            "processes": 256,
            "cpus": 2,
            "diskBytes": 536870912,
            "outputBytes": 1048576
          }
        }
      ],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 1073741824,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(9)"
    }
  ]
}
*/
