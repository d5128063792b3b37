#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(FromTemplate("service"), Commit(Job("lint").Sh("make lint")));

/* expect:
{
  "version": 1,
  "templates": [
    "service"
  ],
  "jobs": [
    {
      "name": "lint",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make lint"
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
    }
  ]
}
*/
