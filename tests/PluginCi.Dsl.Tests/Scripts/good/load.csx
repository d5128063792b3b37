#r "PluginCi.Dsl.dll"
#load "jobs/common.csx"
using static PluginCi.Dsl.Ci;

return Project(Commit(common));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "common",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make common"
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
      "declaredAt": ".pipeline/jobs/common.csx(2)"
    }
  ]
}
*/
