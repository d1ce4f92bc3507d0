"""Bodies of requests that no browser of ours sends."""


def a_large_field(name: str, size: int) -> dict[str, object]:
    """What the test client takes for a multipart form whose one field is so many bytes long.

    Written by hand: the client itself would leave the temporary file of a large form open.
    """
    head = f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
    return {"data": head + b"x" * size + b"\r\n--cut--\r\n", "content_type": "multipart/form-data; boundary=cut"}
