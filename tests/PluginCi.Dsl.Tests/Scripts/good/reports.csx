#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("unit").Sh("make test").JUnit("a.xml", "b.tap").Tap("b.tap", "reports/*.tap").Trx("reports/*.trx").Tap("again.xml").JUnit("again.xml").Cobertura("coverage.xml", atLeast: 80).Lcov("lcov.info").Html("htmlcov/", name: "coverage")));

/* expect:
{
  "version": 1,
  "templates": [],
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
      "testReports": [
        "a.xml",
        "b.tap",
        "reports/*.tap",
        "reports/*.trx",
        "again.xml",
        "coverage.xml",
        "lcov.info"
      ],
      "reportFormats": {
        "b.tap": "tap",
        "coverage.xml": "cobertura",
        "lcov.info": "lcov",
        "reports/*.tap": "tap",
        "reports/*.trx": "trx"
      },
      "leastCoverage": 80,
      "artifacts": [
        {
          "name": "coverage",
          "files": [
            "htmlcov/**"
          ],
          "isReport": true
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
    }
  ]
}
*/
