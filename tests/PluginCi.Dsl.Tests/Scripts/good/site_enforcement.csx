#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var service = Template("service", [Commit(Job("unit").Sh("make test")), In("gate", Job("slow").Semaphore("database").Sh("make slow"))]);
var tools = Repositories("tools/*").Branch("master").Queue("tools");

return Site(
    service,
    tools,
    Group("kit", Repository("core"), Repositories("kit/**")).Acceptance(Job("kit").Sh("core/tests/kit.sh")),
    Repository("mobileapps").Uses(service),
    Repositories("services/*").Uses(service),
    Semaphore("database"),
    Enforce([Job("markers").On(Debian("bookworm").Apt("git")).Sh("! git grep -n '^<<<<<<< '")]).For("services/*", "core").In("gate"),
    Enforce([Job("licences").Sh("reuse lint")]),
    Policy("images").When("job.image && !/^registry\\.example\\.org\\//.test(job.image)").Forbid("images come from registry.example.org"),
    Policy("bounds").For("services/*").AtMost(timeout: Minutes(20), memory: GiB(2), processes: 64, cpus: 1, disk: GiB(1)).AtMost(cpus: 2),
    Policy("symbols").Env("DEB_BUILD_OPTIONS", "nostrip"));

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "mobileapps",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [
        "service"
      ],
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
    }
  ],
  "groups": [
    {
      "name": "kit",
      "projects": [
        "core"
      ],
      "jobs": [
        {
          "name": "kit",
          "stage": "acceptance",
          "pipelines": [],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "core/tests/kit.sh"
            }
          ],
          "environment": {},
          "secrets": {},
          "repositories": [
            "core"
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
          "declaredAt": "site.csx(10)"
        }
      ],
      "patterns": [
        "kit/**"
      ]
    }
  ],
  "patterns": [
    {
      "name": "tools/*",
      "connection": "git",
      "defaultBranch": "master",
      "queue": "tools",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    },
    {
      "name": "services/*",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [
        "service"
      ],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    },
    {
      "name": "kit/**",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    }
  ],
  "templates": [
    {
      "name": "service",
      "jobs": [
        {
          "name": "unit",
          "stage": "commit",
          "pipelines": [],
          "needs": [],
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
          "declaredAt": "site.csx(4)"
        },
        {
          "name": "slow",
          "stage": "commit",
          "pipelines": [
            "gate"
          ],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "make slow"
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
          "declaredAt": "site.csx(4)"
        }
      ]
    }
  ],
  "enforced": [
    {
      "projects": [
        "services/*",
        "core"
      ],
      "jobs": [
        {
          "name": "markers",
          "stage": "commit",
          "pipelines": [
            "gate"
          ],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "! git grep -n \u0027^\u003C\u003C\u003C\u003C\u003C\u003C\u003C \u0027"
            }
          ],
          "environment": {},
          "secrets": {},
          "runsIn": {
            "kind": "debian",
            "suite": "bookworm",
            "packages": [
              "git"
            ]
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
          "declaredAt": "site.csx(14)"
        }
      ]
    },
    {
      "projects": [],
      "jobs": [
        {
          "name": "licences",
          "stage": "acceptance",
          "pipelines": [],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "reuse lint"
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
          "declaredAt": "site.csx(15)"
        }
      ]
    }
  ],
  "policies": [
    {
      "name": "images",
      "projects": [],
      "when": "job.image \u0026\u0026 !/^registry\\.example\\.org\\//.test(job.image)",
      "refusal": "images come from registry.example.org",
      "environment": {},
      "declaredAt": "site.csx(16)"
    },
    {
      "name": "bounds",
      "projects": [
        "services/*"
      ],
      "mostTime": "00:20:00",
      "mostMemoryBytes": 2147483648,
      "mostProcesses": 64,
      "mostCpus": 2,
      "mostDiskBytes": 1073741824,
      "environment": {},
      "declaredAt": "site.csx(17)"
    },
    {
      "name": "symbols",
      "projects": [],
      "environment": {
        "DEB_BUILD_OPTIONS": "nostrip"
      },
      "declaredAt": "site.csx(18)"
    }
  ],
  "semaphores": {
    "database": 1
  },
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
