#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Repositories("tools/*"),
    Freeze("always", reason: "the project is archived").For("core"),
    Freeze("december", reason: "few people are around").From("2026-12-18").Until("2027-01-04T08:00+01:00")
        .For("tools/**", "tools/deploy").Branches("main", "release/*").Except(topic: "hotfix-*").Except(topic: "fix", hashtag: "urgent"),
    Quota("tools", builds: 10).For("tools/*"),
    Quota("everything", builds: 40));

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
  "freezes": [
    {
      "name": "always",
      "reason": "the project is archived",
      "projects": [
        "core"
      ],
      "branches": [],
      "exceptions": [],
      "declaredAt": "site.csx(7)"
    },
    {
      "name": "december",
      "reason": "few people are around",
      "projects": [
        "tools/**",
        "tools/deploy"
      ],
      "branches": [
        "main",
        "release/*"
      ],
      "exceptions": [
        {
          "topic": "hotfix-*"
        },
        {
          "topic": "fix",
          "hashtag": "urgent"
        }
      ],
      "from": "2026-12-18T00:00:00+00:00",
      "until": "2027-01-04T07:00:00+00:00",
      "declaredAt": "site.csx(8)"
    }
  ],
  "quotas": [
    {
      "name": "tools",
      "builds": 10,
      "projects": [
        "tools/*"
      ]
    },
    {
      "name": "everything",
      "builds": 40,
      "projects": []
    }
  ],
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
