#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var core = Repository("core");
return Site(Group("site-a", core, Repository("maps").Branch("master")).Acceptance(Job("acceptance").Sh("core/tests/all.sh")), Repository("docs").From("gerrit"));

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "docs",
      "connection": "gerrit",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    },
    {
      "name": "core",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    },
    {
      "name": "maps",
      "connection": "git",
      "defaultBranch": "master",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    }
  ],
  "groups": [
    {
      "name": "site-a",
      "projects": [
        "core",
        "maps"
      ],
      "jobs": [
        {
          "name": "acceptance",
          "stage": "acceptance",
          "pipelines": [],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "core/tests/all.sh"
            }
          ],
          "environment": {},
          "secrets": {},
          "repositories": [
            "core",
            "maps"
          ],
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
      ],
      "patterns": []
    }
  ],
  "patterns": [],
  "templates": [],
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
  "secrets": [],
  "environments": [],
  "queues": [],
  "reusesResults": true,
  "pipelines": [
    {
      "name": "check",
      "manager": "independent",
      "on": [
        "patchset",
        "recheck"
      ],
      "requiresApproval": false,
      "submits": false,
      "reportsStart": false,
      "successVote": 1,
      "failureVote": -1,
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
    },
    {
      "name": "gate",
      "manager": "dependent",
      "on": [
        "approved"
      ],
      "requiresApproval": true,
      "submits": true,
      "reportsStart": true,
      "successVote": 2,
      "failureVote": -2,
      "precedence": "high",
      "supercedes": [
        "check"
      ],
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
