#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("shop/web"), Repository("shop/api"), Repositories("tools/*"),
    Pipeline("check").Independent().On(Patchset), Pipeline("gate").Dependent().On(Approved).RequireApproval().Submits(), Pipeline("post").Supercedent().On(RefUpdated),
    Environment("staging").For("shop/*"),
    Environment("production").For("shop/web").For("shop/api").After("staging").Held("fundraising until Monday"));

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "shop/web",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    },
    {
      "name": "shop/api",
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
  "notifications": [],
  "egress": {
    "reviewed": [],
    "unreviewed": [],
    "inside": []
  },
  "secrets": [],
  "environments": [
    {
      "name": "staging",
      "projects": [
        "shop/*"
      ],
      "after": []
    },
    {
      "name": "production",
      "projects": [
        "shop/web",
        "shop/api"
      ],
      "after": [
        "staging"
      ],
      "hold": "fundraising until Monday"
    }
  ],
  "queues": [],
  "reusesResults": true,
  "pipelines": [
    {
      "name": "check",
      "manager": "independent",
      "on": [
        "patchset"
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
    },
    {
      "name": "gate",
      "manager": "dependent",
      "on": [
        "approved"
      ],
      "requiresApproval": true,
      "submits": true,
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
    },
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
