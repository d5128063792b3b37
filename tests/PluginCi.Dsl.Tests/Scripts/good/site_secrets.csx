#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var post = Pipeline("post").Supercedent().On(RefUpdated);
var upload = Job("upload").Secret("pypi-upload", env: "TWINE_PASSWORD").Env("TWINE_USERNAME", "__token__").Sh("make upload");

return Site(
    post,
    Repository("tools/lint"),
    Template("release", [In("post", upload)]),
    Secret("pypi-upload").For("tools/*").In("post"));

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "tools/lint",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    }
  ],
  "groups": [],
  "patterns": [],
  "templates": [
    {
      "name": "release",
      "jobs": [
        {
          "name": "upload",
          "stage": "commit",
          "pipelines": [
            "post"
          ],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "make upload"
            }
          ],
          "environment": {
            "TWINE_USERNAME": "__token__"
          },
          "secrets": {
            "TWINE_PASSWORD": "pypi-upload"
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
          "declaredAt": "site.csx(5)"
        }
      ]
    }
  ],
  "enforced": [],
  "policies": [],
  "semaphores": {},
  "freezes": [],
  "quotas": [],
  "notifications": [],
  "egress": {
    "reviewed": [],
    "unreviewed": [],
    "inside": []
  },
  "secrets": [
    {
      "name": "pypi-upload",
      "projects": [
        "tools/*"
      ],
      "pipelines": [
        "post"
      ]
    }
  ],
  "environments": [],
  "queues": [],
  "reusesResults": true,
  "pipelines": [
    {
      "name": "post",
      "manager": "supercedent",
      "on": [
        "ref-updated"
      ],
      "requiresApproval": false,
      "submits": false,
      "reportsStart": false,
      "successVote": 0,
      "failureVote": 0,
      "precedence": "normal",
      "supercedes": [],
      "window": {
        "start": 20,
        "floor": 3,
        "ceiling": 0,
        "increase": {
          "kind": "linear",
          "amount": 1
        },
        "decrease": {
          "kind": "exponential",
          "amount": 2
        }
      },
      "strategy": "linear",
      "mostInBatch": 8,
      "buildBudget": 40,
      "isFailFast": false,
      "dequeuesOutdated": true,
      "ignoresDependencies": false,
      "mostChanges": 0,
      "onNewPatchset": "ask-again",
      "priorities": [],
      "jitter": "00:00:00"
    }
  ]
}
*/
