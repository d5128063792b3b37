#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var docs = Job("docs").WhenChanged("docs/**").Sh("make docs");
var registry = Job("registry").Pauses().HoldsFollowing().Sh("ci/registry.sh &").Publish("ca/*.pem", name: "ca").Publish("registry.conf", name: "ca");
var unit = Job("unit").Irrelevant("docs/**", "*.md").Branches("main", "release-*").FailsOn("^FAILED .+", "^ERROR:").RetryFlakes(2).Sh("make test").JUnit("build/**/TEST-*.xml", "report.xml");
var browser = Job("browser").After(registry).SoftAfter(docs, unit).Semaphore("database", "browser").Semaphore("browser").Quarantine("T1234: loads late").Fetch(registry, "ca").Network("PyPI.org", "*.example.org:443").Network("pypi.org").Cache("~/.m2", key: Files("**/pom.xml", "settings.xml")).Cache("build/cache").Sh("make browser");

return Project(Commit(docs, unit), Acceptance(registry, browser));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "docs",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make docs"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": true,
      "softNeeds": [],
      "files": [
        "docs/**"
      ],
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
      "irrelevantFiles": [
        "docs/**",
        "*.md"
      ],
      "branches": [
        "main",
        "release-*"
      ],
      "holdsFollowing": false,
      "pauses": false,
      "semaphores": [],
      "flakeRetries": 2,
      "failurePatterns": [
        "^FAILED .\u002B",
        "^ERROR:"
      ],
      "testReports": [
        "build/**/TEST-*.xml",
        "report.xml"
      ],
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
      "declaredAt": ".pipeline/pipeline.csx(6)"
    },
    {
      "name": "registry",
      "stage": "acceptance",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "ci/registry.sh \u0026"
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
      "holdsFollowing": true,
      "pauses": true,
      "semaphores": [],
      "flakeRetries": 0,
      "failurePatterns": [],
      "testReports": [],
      "reportFormats": {},
      "artifacts": [
        {
          "name": "ca",
          "files": [
            "ca/*.pem",
            "registry.conf"
          ],
          "isReport": false
        }
      ],
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
    },
    {
      "name": "browser",
      "stage": "acceptance",
      "pipelines": [],
      "needs": [
        "registry"
      ],
      "steps": [
        {
          "kind": "sh",
          "command": "make browser"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": true,
      "softNeeds": [
        "docs",
        "unit"
      ],
      "files": [],
      "irrelevantFiles": [],
      "branches": [],
      "holdsFollowing": false,
      "pauses": false,
      "semaphores": [
        "database",
        "browser"
      ],
      "flakeRetries": 0,
      "quarantine": "T1234: loads late",
      "failurePatterns": [],
      "testReports": [],
      "reportFormats": {},
      "artifacts": [],
      "fetches": [
        {
          "job": "registry",
          "artifact": "ca"
        }
      ],
      "labels": [],
      "caches": [
        {
          "path": "~/.m2",
          "keyFiles": [
            "**/pom.xml",
            "settings.xml"
          ]
        },
        {
          "path": "build/cache",
          "keyFiles": []
        }
      ],
      "network": [
        "*.example.org:443",
        "pypi.org"
      ],
      "dependencies": [],
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 1073741824,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(7)"
    }
  ]
}
*/
