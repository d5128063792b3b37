#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var units = Matrix(["3.9", "3.11"], version => Job($"unit-{version}").Sh($"tox -e py{version}"));
return Project(Commit(units, Job("all").After(units).Sh("true")));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "unit-3.9",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "tox -e py3.9"
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
      "declaredAt": ".pipeline/pipeline.csx(4)"
    },
    {
      "name": "unit-3.11",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "tox -e py3.11"
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
      "declaredAt": ".pipeline/pipeline.csx(4)"
    },
    {
      "name": "all",
      "stage": "commit",
      "pipelines": [],
      "needs": [
        "unit-3.9",
        "unit-3.11"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "true"
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
