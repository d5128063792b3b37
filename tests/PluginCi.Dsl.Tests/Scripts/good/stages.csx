#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

// Each stage but the first may have services, and any may wait for an earlier one.
var build = Job("build").Sh("make");
var audit = Job("audit").After(build).Service(Service.PostgreSql("15")).Sh("make audit");
var wide  = Job("wide").After(audit).Service(Service.PostgreSql("15")).Sh("make wide");

return Project(Acceptance(Job("live").After(wide).Sh("make live")), Integration(wide), Health(audit), Commit(build));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "live",
      "stage": "acceptance",
      "pipelines": [],
      "needs": [
        "wide"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "make live"
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
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 1073741824,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(9)"
    },
    {
      "name": "wide",
      "stage": "integration",
      "pipelines": [],
      "needs": [
        "audit"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "make wide"
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
      "declaredAt": ".pipeline/pipeline.csx(7)"
    },
    {
      "name": "audit",
      "stage": "health",
      "pipelines": [],
      "needs": [
        "build"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "make audit"
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
      "declaredAt": ".pipeline/pipeline.csx(6)"
    },
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
      "artifacts": [],
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
      "declaredAt": ".pipeline/pipeline.csx(5)"
    }
  ]
}
*/
