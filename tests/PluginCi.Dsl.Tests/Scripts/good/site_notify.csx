#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Repositories("tools/*"),
    Notify("everything"),
    Notify("releases").For("core", "tools/**").In("gate").On(ReportKind.Failure).On(ReportKind.Conflict),
    Notify("releases").For("tools/lint").In("gate").On(ReportKind.Start, ReportKind.Success, ReportKind.Left, ReportKind.Refused));

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "core",
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
  "patterns": [
    {
      "name": "tools/*",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    }
  ],
  "templates": [],
  "enforced": [],
  "policies": [],
  "semaphores": {},
  "freezes": [],
  "quotas": [],
  "notifications": [
    {
      "connection": "everything",
      "projects": [],
      "pipelines": [],
      "kinds": [
        "failure",
        "conflict",
        "refused"
      ]
    },
    {
      "connection": "releases",
      "projects": [
        "core",
        "tools/**"
      ],
      "pipelines": [
        "gate"
      ],
      "kinds": [
        "failure",
        "conflict"
      ]
    },
    {
      "connection": "releases",
      "projects": [
        "tools/lint"
      ],
      "pipelines": [
        "gate"
      ],
      "kinds": [
        "start",
        "success",
        "left",
        "refused"
      ]
    }
  ],
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
