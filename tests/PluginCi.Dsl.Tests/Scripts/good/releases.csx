#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

// Environments come one after the other, and what is deployed may have secrets.
var package = Job("package").Sh("make dist").Publish("dist/**", name: "dist");
var test    = Job("test").Fetch(package, "dist").Sh("make test");
var check   = Job("check").Fetch(package, "dist").Sh("./check dist");
var rollOut = Job("roll-out").Fetch(package, "dist").Secret("deploy-key", env: "KEY").Sh("./roll-out staging dist");
var smoke   = Job("smoke").After(rollOut).Fetch(package, "dist").Sh("./smoke staging");
var live    = Job("live").Fetch(package, "dist").Sh("./roll-out production dist");

return Project(
    Commit(package), Acceptance(test),
    Promote("staging", check), Deploy("staging", rollOut),
    Promote("production", smoke), Deploy("production", live));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "package",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make dist"
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
          "name": "dist",
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
      "declaredAt": ".pipeline/pipeline.csx(5)"
    },
    {
      "name": "test",
      "stage": "acceptance",
      "pipelines": [],
      "needs": [
        "package"
      ],
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
      "fetches": [
        {
          "job": "package",
          "artifact": "dist"
        }
      ],
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
      "name": "check",
      "stage": "promote",
      "releasesTo": "staging",
      "pipelines": [],
      "needs": [
        "package"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "./check dist"
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
          "job": "package",
          "artifact": "dist"
        }
      ],
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
    },
    {
      "name": "roll-out",
      "stage": "deploy",
      "releasesTo": "staging",
      "pipelines": [],
      "needs": [
        "package"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "./roll-out staging dist"
        }
      ],
      "environment": {},
      "secrets": {
        "KEY": "deploy-key"
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
      "reportFormats": {},
      "artifacts": [],
      "fetches": [
        {
          "job": "package",
          "artifact": "dist"
        }
      ],
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
      "name": "smoke",
      "stage": "promote",
      "releasesTo": "production",
      "pipelines": [],
      "needs": [
        "roll-out",
        "package"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "./smoke staging"
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
          "job": "package",
          "artifact": "dist"
        }
      ],
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
      "name": "live",
      "stage": "deploy",
      "releasesTo": "production",
      "pipelines": [],
      "needs": [
        "package"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "./roll-out production dist"
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
          "job": "package",
          "artifact": "dist"
        }
      ],
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
      "declaredAt": ".pipeline/pipeline.csx(10)"
    }
  ]
}
*/
