from flask.testing import FlaskClient


def test_live(client: FlaskClient) -> None:
    assert client.get("/health/live").text == "ok\n"
    assert client.get("/health/ready").status_code == 503
    assert client.get("/").status_code == 302
    assert client.get("/nothing").status_code == 404
