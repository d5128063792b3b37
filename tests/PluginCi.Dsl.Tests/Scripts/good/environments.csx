#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var linux = Debian("bookworm").Apt("python3", "tox");
var plain = Job("plain").On(Debian("trixie")).Sh("true");
var unit = Job("unit").On(linux).Sh("tox");
var deep = Job("deep").On(linux.Apt("jq=1.6-2.1", "tox")).Sh("tox -e deep");

return Project(Commit(plain, unit, deep));

/* expect:
{
  "version": 1,
  "jobs": [
    {
      "name": "plain",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "true"
        }
      ],
      "environment": {},
      "runsIn": {
        "suite": "trixie",
        "packages": []
      },
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
      "artifacts": [],
      "fetches": [],
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
      "name": "unit",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "tox"
        }
      ],
      "environment": {},
      "runsIn": {
        "suite": "bookworm",
        "packages": [
          "python3",
          "tox"
        ]
      },
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
      "artifacts": [],
      "fetches": [],
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
      "name": "deep",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "tox -e deep"
        }
      ],
      "environment": {},
      "runsIn": {
        "suite": "bookworm",
        "packages": [
          "jq=1.6-2.1",
          "python3",
          "tox"
        ]
      },
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
      "artifacts": [],
      "fetches": [],
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
