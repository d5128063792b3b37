#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var lib = Repository("lib").Pipelines("check", "gate", "post");
var app = Repository("app").BuildAfter(lib, beforeMerge: true);
var docs = Repository("docs").Queue("slow").BuildAfter(app);
var wiki = Repository("wiki").Queue("slow");

return Site(
    Group("apps", app).Acceptance(Job("apps").Semaphore("database").Sh("app/site.sh")),
    docs,
    wiki,
    lib,
    Semaphore("database", 2),
    Semaphore("phone"),
    Egress(reviewed: ["repo.example.org:3142"], unreviewed: ["PyPI.org", "*.example.org"], inside: ["repo.example.org:3142"]),
    Queue("slow").Cycles().Topics().Overtaking(),
    Queue("apps").Cycles(),
    Pipeline("check").Independent().On(Patchset, Recheck, Restored).IgnoresDependencies().MostChanges(20).KeepsOutdated(),
    Pipeline("gate").Dependent().On(Approved).RequireApproval().Submits().FailFast()
        .Batch(most: 16)
        .Window(start: 0, floor: 2, ceiling: 0, grow: By(2), shrink: Times(3))
        .OnNewPatchset(AskAgainIfReworked).ResultsLast(Minutes(240))
        .Priority(10, hashtag: "urgent").Priority(-5, project: "docs", branch: "main", topic: "bulk-*", owner: "bot"),
    Pipeline("gate-linear").Dependent().On(Approved).Linear().OnNewPatchset(KeepApproval),
    Pipeline("gate-one").Dependent().On(Approved).OneAtATime().OnNewPatchset(AskAgain),
    Pipeline("gate-likely").Dependent().On(Approved).Probabilistic(builds: 60),
    Pipeline("post").Supercedent().On(RefUpdated),
    Pipeline("release").Serial().On(Tag, Manual),
    Pipeline("nightly").Schedule("0 0 3 * * ?", jitter: Minutes(90)).LowPrecedence()).WithoutReuse();

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "docs",
      "connection": "git",
      "defaultBranch": "main",
      "queue": "slow",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": [
        {
          "project": "app",
          "beforeMerge": false
        }
      ]
    },
    {
      "name": "wiki",
      "connection": "git",
      "defaultBranch": "main",
      "queue": "slow",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    },
    {
      "name": "lib",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [
        "check",
        "gate",
        "post"
      ],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    },
    {
      "name": "app",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": [
        {
          "project": "lib",
          "beforeMerge": true
        }
      ]
    }
  ],
  "groups": [
    {
      "name": "apps",
      "projects": [
        "app"
      ],
      "jobs": [
        {
          "name": "apps",
          "stage": "acceptance",
          "pipelines": [],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "app/site.sh"
            }
          ],
          "environment": {},
          "secrets": {},
          "repositories": [
            "app"
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
          "semaphores": [
            "database"
          ],
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
          "declaredAt": "site.csx(10)"
        }
      ],
      "patterns": []
    }
  ],
  "patterns": [],
  "templates": [],
  "enforced": [],
  "policies": [],
  "semaphores": {
    "database": 2,
    "phone": 1
  },
  "freezes": [],
  "quotas": [],
  "notifications": [],
  "egress": {
    "reviewed": [
      "repo.example.org:3142"
    ],
    "unreviewed": [
      "pypi.org",
      "*.example.org"
    ],
    "inside": [
      "repo.example.org:3142"
    ]
  },
  "secrets": [],
  "environments": [],
  "queues": [
    {
      "name": "slow",
      "allowsCycles": true,
      "usesTopics": true,
      "allowsOvertaking": true
    },
    {
      "name": "apps",
      "allowsCycles": true,
      "usesTopics": false,
      "allowsOvertaking": false
    }
  ],
  "reusesResults": false,
  "pipelines": [
    {
      "name": "check",
      "manager": "independent",
      "on": [
        "patchset",
        "recheck",
        "restored"
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
      "dequeuesOutdated": false,
      "ignoresDependencies": true,
      "mostChanges": 20,
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
        "start": 0,
        "floor": 2,
        "ceiling": 0,
        "increase": {
          "kind": "linear",
          "amount": 2
        },
        "decrease": {
          "kind": "exponential",
          "amount": 3
        }
      },
      "strategy": "batch",
      "mostInBatch": 16,
      "buildBudget": 40,
      "isFailFast": true,
      "dequeuesOutdated": true,
      "ignoresDependencies": false,
      "mostChanges": 0,
      "onNewPatchset": "ask-again-if-reworked",
      "priorities": [
        {
          "priority": 10,
          "hashtag": "urgent"
        },
        {
          "priority": -5,
          "project": "docs",
          "branch": "main",
          "topic": "bulk-*",
          "owner": "bot"
        }
      ],
      "resultsLast": "04:00:00",
      "jitter": "00:00:00"
    },
    {
      "name": "gate-linear",
      "manager": "dependent",
      "on": [
        "approved"
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
      "onNewPatchset": "keep-approval",
      "priorities": [],
      "jitter": "00:00:00"
    },
    {
      "name": "gate-one",
      "manager": "dependent",
      "on": [
        "approved"
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
      "strategy": "serial",
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
      "name": "gate-likely",
      "manager": "dependent",
      "on": [
        "approved"
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
      "strategy": "probabilistic",
      "mostInBatch": 8,
      "buildBudget": 60,
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
    },
    {
      "name": "release",
      "manager": "serial",
      "on": [
        "tag",
        "manual"
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
      "name": "nightly",
      "manager": "independent",
      "on": [
        "timer"
      ],
      "requiresApproval": false,
      "submits": false,
      "reportsStart": false,
      "successVote": 0,
      "failureVote": 0,
      "precedence": "low",
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
      "schedule": "0 0 3 * * ?",
      "jitter": "01:30:00"
    }
  ]
}
*/
