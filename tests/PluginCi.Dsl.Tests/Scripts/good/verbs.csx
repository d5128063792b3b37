#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make").Sh("make install").Timeout(Minutes(5)).Attempts(2);
var unit = Job("unit").After(build).Script("tests/unit.sh").Env("TZ", "UTC").Limits(memory: GiB(2), processes: 64, cpus: 1.5, disk: MiB(500)).Timeout(Seconds(90));
var docs = Job("docs").WhenChanged("docs/**", "*.md").NonVoting().Sh("make docs");
var slow = Job("slow").After(unit).Sh("make slow");
return Project(Commit(build, unit, docs), Acceptance(Job("api").After(build).Sh("tests/api.sh")), In("gate", slow));

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
        },
        {
          "kind": "sh",
          "command": "make install"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:05:00",
      "attempts": 2,
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
      "declaredAt": ".pipeline/pipeline.csx(4)"
    },
    {
      "name": "unit",
      "stage": "commit",
      "pipelines": [],
      "needs": [
        "build"
      ],
      "steps": [
        {
          "kind": "script",
          "path": "tests/unit.sh"
        }
      ],
      "environment": {
        "TZ": "UTC"
      },
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:01:30",
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
        "memoryBytes": 2147483648,
        "processes": 64,
        "cpus": 1.5,
        "diskBytes": 524288000,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(5)"
    },
    {
      "name": "docs",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make docs"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": false,
      "softNeeds": [],
      "files": [
        "docs/**",
        "*.md"
      ],
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
      "declaredAt": ".pipeline/pipeline.csx(6)"
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
          "command": "tests/api.sh"
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
      "declaredAt": ".pipeline/pipeline.csx(8)"
    },
    {
      "name": "slow",
      "stage": "commit",
      "pipelines": [
        "gate"
      ],
      "needs": [
        "unit"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "make slow"
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
      "declaredAt": ".pipeline/pipeline.csx(7)"
    }
  ]
}
*/
